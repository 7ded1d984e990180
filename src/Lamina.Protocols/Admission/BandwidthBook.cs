namespace Lamina.Protocols.Admission;

/// <summary>
/// Who holds how much of a capacity. What is held is never more than there is, whatever is asked for in whatever order.
/// </summary>
/// <typeparam name="TKey">How whoever holds is named; one name holds one amount.</typeparam>
/// <param name="capacity">Bits per second that may be held in all; 0: nobody said how much there is, and nobody holds anything.</param>
public sealed class BandwidthBook<TKey>(ulong capacity)
    where TKey : struct, IEquatable<TKey>
{
    private readonly Dictionary<TKey, ulong> _held = [];

    /// <summary>Bits per second that may be held in all; 0: not known.</summary>
    public ulong Capacity { get; } = capacity;

    /// <summary>True where somebody said how much there is.</summary>
    public bool IsKept => Capacity > 0;

    /// <summary>Bits per second that are held.</summary>
    public ulong Reserved { get; private set; }

    /// <summary>How many hold some.</summary>
    public int Count => _held.Count;

    /// <summary>True where so much could be held besides.</summary>
    public bool HasRoomFor(ulong bitsPerSecond) => bitsPerSecond <= Capacity - Reserved;

    /// <summary>Holds an amount; whoever holds one already has this one instead.</summary>
    /// <returns>False, and nothing changed, where there is not so much.</returns>
    public bool TryHold(TKey who, ulong bitsPerSecond)
    {
        ulong others = Reserved - _held.GetValueOrDefault(who);
        if (bitsPerSecond > Capacity - others)
        {
            return false;
        }

        _held[who] = bitsPerSecond;
        Reserved = others + bitsPerSecond;
        return true;
    }

    /// <summary>Gives back what is held under a name; nothing where that is nothing.</summary>
    public void Release(TKey who)
    {
        if (_held.Remove(who, out ulong amount))
        {
            Reserved -= amount;
        }
    }
}
