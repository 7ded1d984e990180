namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>
/// What may be sent to a source that has not shown that it hears it: three times the bytes that came, so that nobody makes this member talk
/// to somebody who never asked.
/// </summary>
public struct AnswerBudget
{
    /// <summary>Bytes sent for each that came.</summary>
    public const int Factor = 3;

    /// <summary>In front of each message or packet in the layer below, more or less: of udp it is 10 and 8.</summary>
    public const int Overhead = 10;

    private int _left;

    /// <summary>False: the source is proven, and there is no bound.</summary>
    public bool IsBound { get; private set; }

    /// <summary>From now on there is one.</summary>
    public void Begin() => IsBound = true;

    /// <summary>The source is proven.</summary>
    public void End() => IsBound = false;

    /// <summary>So many bytes came.</summary>
    public void Hear(int bytes) => _left += IsBound ? Factor * (bytes + Overhead) : 0;

    /// <summary>True where so many bytes may be sent.</summary>
    public bool Allows(int bytes) => !IsBound || bytes + Overhead <= _left;

    /// <summary>Takes what is to be sent off; false: it must not be.</summary>
    public bool TrySpend(int bytes, int count = 1)
    {
        if (!IsBound)
        {
            return true;
        }

        int cost = bytes + (Overhead * count);
        if (cost > _left)
        {
            return false;
        }

        _left -= cost;
        return true;
    }
}
