namespace Lamina.Protocols.Flows;

/// <summary>What a read gave.</summary>
public enum ReadStatus
{
    /// <summary>A message, or the last part of one.</summary>
    Message,

    /// <summary>The target was too small: the rest of the message comes with the next reads.</summary>
    Partial,

    /// <summary>Nothing now.</summary>
    Empty,

    /// <summary>Nothing any more: the flow has ended, or the peer writes nothing more, and all that came was read.</summary>
    EndOfFlow,
}
