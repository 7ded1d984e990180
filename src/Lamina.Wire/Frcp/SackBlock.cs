namespace Lamina.Wire.Frcp;

/// <summary>Packets that arrived above the acknowledgement number: from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
/// <param name="Start">The first that arrived.</param>
/// <param name="End">The first behind it that did not.</param>
public readonly record struct SackBlock(SequenceNumber Start, SequenceNumber End)
{
    /// <summary>Bytes of a block on the wire.</summary>
    public const int Length = 8;
}
