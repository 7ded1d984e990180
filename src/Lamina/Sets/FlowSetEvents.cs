namespace Lamina.Sets;

/// <summary>What waits to be told of one flow of a set, as bits in the order in which it is told.</summary>
[Flags]
internal enum FlowSetEvents
{
    Allocated = 1,
    Down = 2,
    Up = 4,
    Readable = 8,
    Writable = 16,
    Closed = 32,
    All = 63,

    /// <summary>The entry is in the ready list.</summary>
    Queued = 64,
}
