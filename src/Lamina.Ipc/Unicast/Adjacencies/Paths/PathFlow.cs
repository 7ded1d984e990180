using Lamina.Core;
using Lamina.Protocols.Fragments;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies.Paths;

/// <summary>
/// The flow to a neighbour as the scheduler sees it: takes the layer's longest packets, whatever the flow below carries. What that is sure
/// to carry goes down as it is, the rest in parts (docs/design/FRAGMENTS.md). What comes does not pass here: parts are messages to
/// <see cref="PathTalk"/>.
/// </summary>
public sealed class PathFlow : LowerFlow
{
    private readonly LowerFlow _lower;
    private readonly DataTransferFormat _format;
    private readonly PartCutter _cutter;
    private readonly PartCounters _counters;

    internal PathFlow(LowerFlow lower, Address neighbour, Membership membership, MachineContext context, PartCounters counters)
    {
        _lower = lower;
        _format = membership.Format;
        _counters = counters;
        MaxPacketSize = LongestOf(membership);
        byte[] header = new byte[_format.HeaderLength];
        _format.Write(header, new DataTransferHeader(neighbour, 1, QosCube.BestEffort, 0, DataTransferHeader.PartEid));
        _cutter = new PartCutter(context.Pool, header, counters);
        Joiner = new PartJoiner(context.Pool, MaxPacketSize, counters);

        int top = Math.Min(lower.MaxPacketSize, MaxPacketSize);
        bool isBeyondDoubt = lower.IsIntact || MaxPacketSize > PartCutter.LongestPacket;
        int floor = isBeyondDoubt ? top : Math.Max(PathWatch.CommonFloor, ShortestOf(membership));
        Watch = new PathWatch(context, floor, top, lower.KeepsPacketSize ? PathPace.Trusting : PathPace.Doubting, counters);
    }

    /// <summary>What the flow below was found to carry.</summary>
    public PathWatch Watch { get; }

    /// <summary>Joins what the neighbour cut.</summary>
    internal PartJoiner Joiner { get; }

    /// <inheritdoc/>
    public override long Id => _lower.Id;

    /// <inheritdoc/>
    public override QosSpec AcceptedQos => _lower.AcceptedQos;

    /// <inheritdoc/>
    public override int MaxPacketSize { get; }

    /// <inheritdoc/>
    public override int HeadRoom => _lower.HeadRoom;

    /// <inheritdoc/>
    public override Duration MaxPacketLifetime => _lower.MaxPacketLifetime;

    /// <inheritdoc/>
    public override PeerIdentity Peer => _lower.Peer;

    /// <inheritdoc/>
    public override bool IsIntact => _lower.IsIntact;

    /// <inheritdoc/>
    public override bool KeepsPacketSize => true;

    /// <summary>That of the flow below, less what the headers of parts will take.</summary>
    public override int Credit
    {
        get
        {
            int credit = _lower.Credit;
            return Watch.Sure >= MaxPacketSize ? credit : credit - (int)((long)credit * _cutter.Overhead / Watch.Sure);
        }
    }

    /// <inheritdoc/>
    public override bool HasCreditFor(int bytes) => Watch.Sure >= MaxPacketSize ? _lower.HasCreditFor(bytes) : Credit >= bytes;

    /// <summary>Bytes of a layer's longest packet with its header.</summary>
    internal static int LongestOf(Membership membership) => membership.Parameters.MaxPacketSize + membership.Format.HeaderLength;

    /// <summary>True where a flow of a packet size carries the layer's packets, whole or in parts.</summary>
    internal static bool IsPossible(int lowerMaxPacketSize, Membership membership) =>
        lowerMaxPacketSize >= LongestOf(membership)
        || (lowerMaxPacketSize >= ShortestOf(membership) && LongestOf(membership) <= PartCutter.LongestPacket);

    /// <inheritdoc/>
    public override void Transmit(in Train train, Instant now)
    {
        if (train.Length > Watch.Floor && !Watch.IsWatched)
        {
            Watch.HandleUse(now);
        }

        if (train.Length <= Watch.Sure || IsQuestion(train))
        {
            _lower.Transmit(train, now);
            return;
        }

        for (int i = 0; i < train.Count; i++)
        {
            if (_cutter.TryCut(train[i], Watch.Sure, _lower.HeadRoom, out Train parts))
            {
                _lower.Transmit(parts, now);
            }
        }

        train.Buffer.Release();
    }

    /// <inheritdoc/>
    public override void Close(CloseReason reason, Instant now)
    {
        Release();
        _lower.Close(reason, now);
    }

    /// <summary>The flow is not used any more.</summary>
    internal void Release()
    {
        Watch.Retire();
        Joiner.Clear();
    }

    private static int ShortestOf(Membership membership) =>
        PartCutter.ShortestFor(LongestOf(membership), membership.Format.HeaderLength);

    // Asked only of packets that are too long otherwise. A packet that is passed on for somebody else is never one.
    private bool IsQuestion(in Train train) =>
        train.Count == 1 && _format.Read(train[0]) is { Eid: DataTransferHeader.SizeEid, Ttl: 1 };
}
