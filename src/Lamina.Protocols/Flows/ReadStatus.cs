namespace Lamina.Protocols.Flows;

/// <summary>What a read gave.</summary>
public enum ReadStatus
{
    /// <summary>A message, or the last part of one.</summary>
    Message,

    /// <summary>The rest of the message comes with the next reads: the target was too small, or the rest has not come yet.</summary>
    Partial,

    /// <summary>Nothing now.</summary>
    Empty,

    /// <summary>The message of which parts were read will never be whole: its writer gave it up, or a fragment is lost for good.</summary>
    Torn,

    /// <summary>Nothing any more: the flow has ended, or the peer writes nothing more, and all that came was read.</summary>
    EndOfFlow,
}
