namespace Lamina.Wire.Frcp;

/// <summary>
/// A number of 32 bits that wraps around, compared as in RFC 1982: what lies less than 2^31 ahead is later. Windows stay
/// far below that, so comparisons within a run are always meant as they look.
/// </summary>
/// <param name="Value">The number on the wire.</param>
public readonly record struct SequenceNumber(uint Value)
{
    /// <summary>How far this one is ahead of <paramref name="other"/>; negative when it is behind.</summary>
    public int DistanceFrom(SequenceNumber other) => unchecked((int)(Value - other.Value));

    /// <summary>True when this one comes before <paramref name="other"/>.</summary>
    public bool IsBefore(SequenceNumber other) => DistanceFrom(other) < 0;

    /// <summary>True when this one comes after <paramref name="other"/>.</summary>
    public bool IsAfter(SequenceNumber other) => DistanceFrom(other) > 0;

    /// <summary>The later of two.</summary>
    public static SequenceNumber Later(SequenceNumber a, SequenceNumber b) => a.IsAfter(b) ? a : b;

    /// <summary>The earlier of two.</summary>
    public static SequenceNumber Earlier(SequenceNumber a, SequenceNumber b) => a.IsBefore(b) ? a : b;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>So many numbers on.</summary>
    public static SequenceNumber operator +(SequenceNumber a, int count) => new(unchecked(a.Value + (uint)count));

    /// <summary>So many numbers back.</summary>
    public static SequenceNumber operator -(SequenceNumber a, int count) => new(unchecked(a.Value - (uint)count));
}
