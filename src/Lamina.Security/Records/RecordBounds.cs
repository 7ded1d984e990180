using Lamina.Core;

namespace Lamina.Security.Records;

/// <summary>When the keys of a direction turn. Both ends count with <see cref="LeastTime"/>: it is part of the protocol.</summary>
public sealed record RecordBounds
{
    /// <summary>What the protocol says.</summary>
    public static RecordBounds Default { get; } = new();

    /// <summary>Records after which a phase is to end. Default 2^24: far below what AES-GCM is good for with one key (RFC 9001, B.1).</summary>
    public ulong Records { get; init; } = 1UL << 24;

    /// <summary>The time after which it is to end. Default 1 h.</summary>
    public Duration Time { get; init; } = Duration.FromSeconds(3600);

    /// <summary>
    /// The least time of a phase, and for how long the one before it still opens. Default 60 s: longer than a packet lives in any layer.
    /// </summary>
    public Duration LeastTime { get; init; } = Duration.FromSeconds(60);

    /// <summary>Records that a phase has at most; then nothing is sealed until it may turn. Default 2^32.</summary>
    public ulong MostRecords { get; init; } = 1UL << 32;
}
