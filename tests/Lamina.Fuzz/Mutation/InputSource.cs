using Lamina.Core;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Mutation;

/// <summary>Inputs for a target, by seed: from nothing, from its maker, and from what it has shown a new behaviour with.</summary>
internal sealed class InputSource(FuzzTarget target, ulong seed)
{
    private const int MostKept = 512;
    private const int LongestEver = 62 * 1024;
    private const int InflatedOneIn = 2000;

    private readonly SeededRandom _random = new(seed);
    private readonly RawMutator _raw = new(new SeededRandom(seed + 1));
    private readonly StructureMutator _structure = new(new SeededRandom(seed + 2));
    private readonly List<byte[]> _kept = [];

    /// <summary>Inputs that others are made of.</summary>
    public int KeptCount => _kept.Count;

    /// <summary>Others are made of this one from now on.</summary>
    public void Keep(byte[] input)
    {
        if (input.Length > target.Longest)
        {
            return;
        }

        if (_kept.Count < MostKept)
        {
            _kept.Add(input);
        }
        else
        {
            _kept[_random.Next(MostKept)] = input;
        }
    }

    public byte[] Next()
    {
        int kind = _random.Next(16);
        if (kind == 0)
        {
            return _raw.FromNothing();
        }

        byte[] input = Valid();
        if (kind == 1)
        {
            return [.. input];
        }

        if (kind <= 4)
        {
            input = _structure.Splice(input, Valid());
        }

        // One change mostly: two of them seldom go as deep.
        for (int changes = 1 + (_random.Next(3) == 0 ? _random.Next(4) : 0); changes > 0; changes--)
        {
            input = (_random.Next(2) == 0 ? _structure.Change(input) : null) ?? _raw.Change(input);
        }

        if (input.Length > target.Longest)
        {
            input = input[..target.Longest];
        }

        if (_random.Next(InflatedOneIn) == 0)
        {
            input = Inflated(input);
        }

        if (_random.Next(8) != 0)
        {
            target.Repair(input);
        }

        return input;
    }

    // As long as anything that comes: a part of it again and again, which is what takes most memory.
    private byte[] Inflated(byte[] input)
    {
        if (input.Length == 0)
        {
            return new byte[LongestEver];
        }

        int from = _random.Next(input.Length);
        byte[] part = input[from..(from + 1 + _random.Next(Math.Min(16, input.Length - from)))];
        byte[] inflated = new byte[LongestEver];
        input.CopyTo(inflated, 0);
        for (int at = from; at < inflated.Length; at += part.Length)
        {
            part.AsSpan(0, Math.Min(part.Length, inflated.Length - at)).CopyTo(inflated.AsSpan(at));
        }

        return inflated;
    }

    private byte[] Valid() => (_random.Next(4) == 0 || _kept.Count == 0 ? target.Make(_random) : null)
        ?? (_kept.Count > 0 ? _kept[_random.Next(_kept.Count)] : _raw.FromNothing());
}
