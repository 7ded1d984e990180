using Lamina.Security.Primitives;

namespace Lamina.Security.Noise;

/// <summary>A key and its counter (Noise, revision 34, 5.1). Without a key, what is sealed stays as it is.</summary>
internal sealed class CipherState(IAead aead) : IDisposable
{
    private IAeadKey? _key;
    private ulong _counter;

    /// <summary>What sealing adds at present.</summary>
    public int Overhead => _key is null ? 0 : IAead.TagLength;

    /// <summary>Another key, from its first counter.</summary>
    public void Begin(ReadOnlySpan<byte> key)
    {
        _key?.Dispose();
        _key = aead.Use(key);
        _counter = 0;
    }

    /// <summary>False where the counters are used up: 2^64-1 is reserved.</summary>
    public bool TrySeal(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain, Span<byte> box)
    {
        if (_key is null)
        {
            plain.CopyTo(box);
            return true;
        }

        if (_counter == ulong.MaxValue)
        {
            return false;
        }

        _key.Seal(_counter++, associated, plain, box);
        return true;
    }

    /// <summary>False where it was not sealed with this key and counter, which is not used up then.</summary>
    public bool TryOpen(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> box, Span<byte> plain)
    {
        if (_key is null)
        {
            box.CopyTo(plain);
            return true;
        }

        if (_counter == ulong.MaxValue || !_key.TryOpen(_counter, associated, box, plain))
        {
            return false;
        }

        _counter++;
        return true;
    }

    public void Dispose() => _key?.Dispose();
}
