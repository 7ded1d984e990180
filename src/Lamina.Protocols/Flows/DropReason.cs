namespace Lamina.Protocols.Flows;

/// <summary>Why a packet was not delivered.</summary>
public enum DropReason
{
    /// <summary>Its checksum was wrong.</summary>
    Corrupt,

    /// <summary>It does not open: the peer did not seal it for this flow, or it was changed.</summary>
    NotAuthentic,

    /// <summary>Its record has come before, or is too old to know.</summary>
    Replayed,

    /// <summary>It could not be sealed: the key has no counter left for now.</summary>
    NotSealed,

    /// <summary>Shorter than its headers, or its header contradicts itself.</summary>
    Malformed,

    /// <summary>The receive queue was full.</summary>
    QueueFull,

    /// <summary>The pool had no buffer.</summary>
    NoBuffer,

    /// <summary>It came after a later one, on a flow that does not wait.</summary>
    Late,

    /// <summary>Beyond the window that was granted.</summary>
    OutOfWindow,

    /// <summary>No run had begun, and it did not begin one.</summary>
    OutsideRun,

    /// <summary>A fragment of a message that cannot be completed.</summary>
    Fragment,

    /// <summary>The flow was closing: nobody reads any more.</summary>
    AfterClose,
}
