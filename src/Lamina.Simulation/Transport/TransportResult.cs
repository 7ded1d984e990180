using Lamina.Core;

namespace Lamina.Simulation.Transport;

/// <summary>What came of a cell. Virtual time: equal for equal code.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Seed">Decided its chances.</param>
/// <param name="Messages">Messages of the first part.</param>
public sealed record TransportResult(TransportCell Cell, ulong Seed, int Messages)
{
    /// <summary>Bytes of messages that one flow delivered, per second, as a share of the links' rate.</summary>
    public double Goodput { get; init; }

    /// <summary>Packets that the sender sent again, as a share of the messages' packets.</summary>
    public double Resent { get; init; }

    /// <summary>Datagrams from sender to receiver that the links lost, dropped at a full queue or spoiled, as a share of those sent.</summary>
    public double Destroyed { get; init; }

    /// <summary>Packets that the receiver had before, as a share of the messages' packets: duplicates of the link, or sent again for nothing.</summary>
    public double Doubled { get; init; }

    /// <summary>Times that the retransmission timer ran out.</summary>
    public long Timeouts { get; init; }

    /// <summary>Half of the messages took no longer from write to read.</summary>
    public Duration MedianDelay { get; init; }

    /// <summary>99 % of the messages took no longer.</summary>
    public Duration LongDelay { get; init; }

    /// <summary>Jain's index of two flows at the same time: 1 where both got the same, 0.5 where one got all.</summary>
    public double Fairness { get; init; }

    /// <summary>What both flows delivered per second, as a share of the links' rate.</summary>
    public double PairGoodput { get; init; }

    /// <summary>Virtual time of the first part.</summary>
    public Duration Took { get; init; }

    /// <summary>What did not hold; null where each message arrived once, in order, intact, and nothing was left at the end.</summary>
    public string? Fault { get; init; }
}
