using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// A train that was sent and is kept, with one reference of its buffer, until all of it is acknowledged. What became of
/// its segments is one bit each: a train never has more than 64.
/// </summary>
internal struct SentTrain
{
    /// <summary>The segments, each starting with its FRCP header.</summary>
    public Train Train;

    /// <summary>Number of the first segment; the others follow.</summary>
    public SequenceNumber First;

    /// <summary>When it was sent first: R counts from here.</summary>
    public Instant SentAt;

    /// <summary>When segments of it were sent again last.</summary>
    public Instant ResentAt;

    /// <summary>The peer has them.</summary>
    public ulong Delivered;

    /// <summary>They count as lost and have not been sent again yet.</summary>
    public ulong Lost;

    /// <summary>They were sent again at least once.</summary>
    public ulong Resent;

    /// <summary>Number behind the last segment.</summary>
    public readonly SequenceNumber End => First + Train.Count;

    /// <summary>Segments on their way, as far as we know.</summary>
    public readonly ulong InFlight => TrainBits.All(Train.Count) & ~Delivered & ~Lost;
}
