using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;

namespace Lamina.Protocols.Allocation;

/// <summary>The times and bounds of a flow allocator. The defaults suit any layer of a common network.</summary>
public sealed record AllocatorSettings
{
    /// <summary>The defaults.</summary>
    public static AllocatorSettings Default { get; } = new();

    /// <summary>Time to the first repetition of a message; doubled each time, up to <see cref="LongestRetry"/>. 250 ms.</summary>
    public Duration FirstRetry { get; init; } = Duration.FromMilliseconds(250);

    /// <summary>The longest time between repetitions. 1 s.</summary>
    public Duration LongestRetry { get; init; } = Duration.FromSeconds(1);

    /// <summary>
    /// How long a requester waits for its answer, and an arrival for the local one. 3 s: a person still waits; shorter loses
    /// allocations on bad links.
    /// </summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(3);

    /// <summary>
    /// How long a reply is repeated until it is confirmed. 8 s: the requester may have a flow already, and who gives up takes it away
    /// from both.
    /// </summary>
    public Duration ConfirmPatience { get; init; } = Duration.FromSeconds(8);

    /// <summary>
    /// How long a close is repeated. 10 s: who misses every one of them learns it from the answer to its next packet.
    /// </summary>
    public Duration ClosePatience { get; init; } = Duration.FromSeconds(10);

    /// <summary>After this silence of the requester its confirmation is a message of its own. 50 ms.</summary>
    public Duration ConfirmDelay { get; init; } = Duration.FromMilliseconds(50);

    /// <summary>Flows that were asked for here and are not confirmed yet; more are refused. 1024.</summary>
    public int MaxPending { get; init; } = 1024;

    /// <summary>How many requests of strangers are taken.</summary>
    public StrangerSettings Strangers { get; init; } = StrangerSettings.Default;

    /// <summary>Bytes of packets, in at most 64 trains, that may wait for a flow that is not allocated yet; more are dropped. 64 KiB.</summary>
    public int EarlyDataLimit { get; init; } = 64 * 1024;

    /// <summary>Closed flows remembered at most; beyond, the oldest are forgotten early. 65536.</summary>
    public int MaxRemembered { get; init; } = 65536;

    /// <summary>
    /// How long flows of a former life may be adopted before peers hear that they are not known. 5 s: programs look for their daemon
    /// every 0.5 s, and claims are repeated for 16 s.
    /// </summary>
    public Duration AdoptionTime { get; init; } = Duration.FromSeconds(5);

    /// <summary>A: the longest delay of an acknowledgement. 20 ms.</summary>
    public Duration AckDelay { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>R: the longest time that something is retransmitted. 30 s.</summary>
    public Duration RetransmissionTime { get; init; } = Duration.FromSeconds(30);
}
