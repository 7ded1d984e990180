using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>What the source knows after a report of the destination.</summary>
public readonly record struct CongestionSample
{
    /// <summary>Time from a packet's departure to the report of its arrival.</summary>
    public Duration RoundTrip { get; init; }

    /// <summary>The least that packets since the last report have waited in the layer's queues, all of them: a queue that stands.</summary>
    public Duration Wait { get; init; }

    /// <summary>The mean level of congestion since the last report, 0 to 31.</summary>
    public byte MeanLevel { get; init; }

    /// <summary>Bytes that are known not to be under way any more, since the last report.</summary>
    public long Settled { get; init; }

    /// <summary>True where all that was sent before the end of the last round is accounted for: the next three are of this round.</summary>
    public bool IsRoundEnd { get; init; }

    /// <summary>Bytes per second that arrived; 0 where that is not known.</summary>
    public double Rate { get; init; }

    /// <summary>Share of bytes that did not arrive, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>True where the flow had nothing to send: it says little about the way.</summary>
    public bool IsIdle { get; init; }
}
