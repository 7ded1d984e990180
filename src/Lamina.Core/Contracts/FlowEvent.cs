namespace Lamina.Core;

/// <summary>What a lower flow tells its user besides packets.</summary>
public enum FlowEvent
{
    /// <summary>It carries packets (again).</summary>
    Up,

    /// <summary>It exists, but carries nothing for now; packets are dropped.</summary>
    Down,

    /// <summary>Credit was 0 and is not any more.</summary>
    Writable,

    /// <summary>It is gone, with a <see cref="CloseReason"/>; nothing follows.</summary>
    Closed,
}
