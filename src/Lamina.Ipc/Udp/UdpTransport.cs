using Lamina.Core;
using Lamina.Ipc.Udp.Paths;
using Lamina.Protocols.Admission;
using Lamina.Protocols.Allocation;
using Lamina.Security.Cookies;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp;

/// <summary>
/// Puts packets and messages into datagrams. What goes to the own endpoint turns round through the run queue and never
/// meets the socket, which may be bound to an address that nothing can be sent to.
/// </summary>
internal sealed class UdpTransport(MachineContext context, IDatagramPort port, IUdpTransportUser user, UdpCounters counters,
    BandwidthBook<ulong> book)
    : IAllocationTransport<UdpEndpoint>, IDeferred
{
    /// <summary>Bytes that a flow to oneself may post at a time; the run queue drains before the turn ends.</summary>
    private const int LoopCredit = 256 * 1024;

    private static readonly Duration Lifetime = Duration.FromSeconds(5);

    private readonly PieceCutter _cutter = new(context, port, counters);

    /// <summary>How this member is named where it is its own peer.</summary>
    public UdpEndpoint Self { get; } = port.Local;

    /// <summary>Who has reserved how much of what this member sends, by the EIDs of their ends here.</summary>
    public BandwidthBook<ulong> Book => book;

    public int AddressSize => 0;

    public ulong LocalAddress => 0;

    /// <summary>What every flow may have, whatever its path carries whole. Pieces are not made of more, so a port of more gives no more.</summary>
    public int MaxPacketSize => Math.Min(port.MaxPayload, PathSizes.Common) - UdpDatagram.HeaderLength;

    public PathTable Paths { get; } = new(context, port, counters);

    public int HeadRoom => UdpDatagram.HeaderLength;

    public Duration MaxPacketLifetime => Lifetime;

    /// <summary>What a path does not carry whole goes in pieces.</summary>
    public bool KeepsPacketSize => true;

    /// <summary>
    /// Where the ends cut their messages anyway, what a small path carries whole: less work than pieces. A raw flow's user
    /// relies on one size, the same at both ends.
    /// </summary>
    public int MaxPacketSizeFor(UdpEndpoint peer, in QosSpec qos) =>
        (qos.InOrder || qos.Loss == 0) && Paths.FindKnown(peer) is { } known ? known - UdpDatagram.HeaderLength : MaxPacketSize;

    public UdpEndpoint PeerOf(ulong address, UdpEndpoint from) => from;

    /// <summary>Of IPv6 a host, or a home, has 64 bits to itself; an address of IPv4 is one's own, or shared by a few.</summary>
    public RemoteSource SourceOf(UdpEndpoint peer) => new(peer.Address, peer.Port, peer.IsIPv4 ? 0 : 64);

    public long NextFlowId() => user.NextFlowId();

    public int CreditOf(AllocatedFlow<UdpEndpoint> flow) => flow.RemotePeer == Self ? LoopCredit : port.Credit;

    public void HandleArrival(AllocatedFlow<UdpEndpoint> flow, ArrivingFlow arrival, Instant now)
    {
        QosSpec promised = WithoutClass(flow.Qos);
        if (!promised.ReservesBandwidth || !book.IsKept)
        {
            flow.Promise(promised.WithoutReservation());
        }
        else if (book.TryHold(flow.Eid, promised.Bandwidth))
        {
            flow.Promise(promised);
        }
        else
        {
            arrival.Refuse(CloseReason.NoBandwidth, now);
            return;
        }

        user.HandleArrival(arrival, now);
    }

    /// <summary>The other end has what it sends reserved, or has not: half of it is of no use.</summary>
    public bool TryAdmit(AllocatedFlow<UdpEndpoint> flow, Instant now)
    {
        if (!flow.AcceptedQos.ReservesBandwidth || !book.IsKept)
        {
            book.Release(flow.Eid);
            flow.Promise(flow.AcceptedQos.WithoutReservation());
        }

        return true;
    }

    public void HandleEnded(AllocatedFlow<UdpEndpoint> flow) => book.Release(flow.Eid);

    public void SendMessage(UdpEndpoint peer, ReadOnlySpan<byte> message, Instant now)
    {
        if (TryRent(UdpDatagram.ManagementHeaderLength + message.Length, out PacketBuffer buffer))
        {
            var writer = new SpanWriter(buffer.Span);
            UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.Allocation);
            writer.WriteBytes(message);
            Send(Train.Single(buffer, 0, writer.Length), peer, now);
        }
    }

    public void SendDatagram(UdpEndpoint peer, ReadOnlySpan<byte> datagram, Instant now)
    {
        if (TryRent(datagram.Length, out PacketBuffer buffer))
        {
            buffer.Pool.Copy(datagram, buffer.Span);
            Send(Train.Single(buffer, 0, datagram.Length), peer, now);
        }
    }

    public void Transmit(AllocatedFlow<UdpEndpoint> flow, in Train train, Instant now)
    {
        Train pushed = train;
        if (pushed.HeadRoom < UdpDatagram.HeaderLength && !TryMakeRoom(ref pushed))
        {
            return;
        }

        pushed.Push(UdpDatagram.HeaderLength);
        for (int i = 0; i < pushed.Count; i++)
        {
            UdpDatagram.WriteEid(pushed[i], flow.RemoteEid);
        }

        if (pushed.Length > PathSizes.Base && !IsSure(flow, pushed.Length))
        {
            TransmitLong(flow, pushed, now);
        }
        else
        {
            Send(pushed, flow.RemotePeer, now);
        }
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        user.HandleDatagrams(train, Self, now);
        train.Buffer.Release();
    }

    // Nobody here knows how long the network takes: voice and video get what best effort gets. What is in no class is promised nothing that
    // could be taken away.
    private static QosSpec WithoutClass(in QosSpec asked) => asked.Cube == QosCube.BestEffort ? asked : asked with
    {
        Delay = QosSpec.BestEffort.Delay,
        Availability = QosSpec.BestEffort.Availability,
        MaxGap = QosSpec.BestEffort.MaxGap,
        Bandwidth = asked.ReservesBandwidth ? asked.Bandwidth : 0,
    };

    private static bool IsSure(AllocatedFlow<UdpEndpoint> flow, int length) =>
        flow.TransportState is PeerPath path && length <= path.Sure && path.IsWatched && path.Peer == flow.RemotePeer;

    /// <summary>Longer than the path is known to carry, or for the first time in a while.</summary>
    private void TransmitLong(AllocatedFlow<UdpEndpoint> flow, in Train train, Instant now)
    {
        if (flow.RemotePeer == Self)
        {
            Send(train, Self, now);
            return;
        }

        PeerPath path = Paths.Get(flow.RemotePeer);
        flow.TransportState = path;
        // An open flow's peer has answered; whoever has not might be somebody who never asked.
        if (flow.State == AllocationState.Open)
        {
            path.HandleUse(now);
        }

        if (train.Length <= path.Sure)
        {
            port.Send(train, path.Peer, now);
        }
        else
        {
            _cutter.Send(train, path, now);
        }
    }

    private void Send(in Train train, UdpEndpoint peer, Instant now)
    {
        if (peer == Self)
        {
            context.RunQueue.TryPostTrain(this, 0, train);
        }
        else
        {
            port.Send(train, peer, now);
        }
    }

    private bool TryRent(int length, out PacketBuffer buffer)
    {
        bool isRented = context.Pool.TryRent(length, out buffer);
        counters.NoBuffer += isRented ? 0 : 1;
        return isRented;
    }

    private bool TryMakeRoom(ref Train train)
    {
        bool isCopied = train.TryCopy(context.Pool, UdpDatagram.HeaderLength, out Train copy);
        counters.Copied += isCopied ? 1 : 0;
        counters.NoHeadRoom += isCopied ? 0 : train.Count;
        train.Buffer.Release();
        train = copy;
        return isCopied;
    }
}
