using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Udp.Directory;
using Lamina.Ipc.Udp.Paths;
using Lamina.Protocols.Admission;
using Lamina.Protocols.Allocation;
using Lamina.Wire.Tracing;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp;

/// <summary>
/// A bearer over UDP: one port for everything, an EID in front of every packet, names by their MD5.
/// </summary>
public sealed class UdpIpcProcess : IpcProcess, IUdpTransportUser
{
    private readonly IDatagramPort _port;
    private readonly UdpTransport _transport;
    private readonly UdpDirectory _directory;
    private readonly PieceStore _pieces;
    private readonly PieceStore _strangersPieces;
    private readonly FlowAllocator<UdpEndpoint> _allocator;
    private readonly PendingAllocations _pending = new();
    private bool _isShutDown;

    /// <summary>A member of a udp layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="port">Its UDP port; closed at <see cref="Shutdown"/>.</param>
    /// <param name="host">The stack that it lives in.</param>
    public UdpIpcProcess(string name, UdpSettings settings, IDatagramPort port, IIpcProcessHost host)
        : base(name, IpcProcessKind.Udp, host)
    {
        _port = port;
        Layer = settings.Layer;
        IsInsecure = settings.IsInsecure;
        _transport = new UdpTransport(host.Context, port, this, Counters, new BandwidthBook<ulong>(settings.Capacity));
        _pieces = new PieceStore(host.Context, Counters);
        _strangersPieces = new PieceStore(host.Context, Counters, PieceStore.StrangersLimit);
        _directory = new UdpDirectory(host.Context, settings, _transport, Counters);
        _allocator = new FlowAllocator<UdpEndpoint>(host.Context, _transport, settings.Allocator);
        port.User = this;
    }

    /// <summary>MD5, always: hosts files and DNS carry it.</summary>
    public override HashAlgorithmId HashAlgorithm => HashAlgorithmId.Md5;

    /// <inheritdoc/>
    public override bool IsInsecure { get; }

    /// <inheritdoc/>
    public override int FlowCount => _allocator.FlowCount;

    /// <inheritdoc/>
    public override LayerLimits? Limits => new(_transport.MaxPacketSize, _transport.MaxPacketLifetime);

    /// <summary>Where its port is bound.</summary>
    public UdpEndpoint Local => _port.Local;

    /// <summary>Its port.</summary>
    public IDatagramPort Port => _port;

    /// <summary>Bits per second that flows may reserve of what it sends; 0: nobody said.</summary>
    public ulong Capacity => _transport.Book.Capacity;

    /// <summary>Bits per second that they have reserved.</summary>
    public ulong Reserved => _transport.Book.Reserved;

    /// <summary>What it dropped.</summary>
    public UdpCounters Counters { get; } = new();

    /// <summary>What its flow allocator dropped or refused.</summary>
    public AllocationCounters AllocationCounters => _allocator.Counters;

    /// <summary>The peers that it was told of (--peer), and when they last answered.</summary>
    public IReadOnlyList<UdpPeerInfo> ToldPeers => _directory.ToldPeers;

    /// <summary>Tells it of peers while it runs.</summary>
    /// <returns>Those that it did not know.</returns>
    public IReadOnlyList<UdpEndpoint> AddPeers(IEnumerable<UdpEndpoint> peers) => [.. peers.Where(_directory.AddPeer)];

    /// <summary>Takes that back.</summary>
    public void RemovePeers(IEnumerable<UdpEndpoint> peers)
    {
        foreach (UdpEndpoint peer in peers)
        {
            _directory.RemovePeer(peer);
        }
    }

    /// <summary>Asks all of them for a name that nobody has; the sink hears when they have answered, or had time to.</summary>
    public void AskPeers(IOutcomeSink sink, Instant now)
    {
        if (_isShutDown || ToldPeers.Count == 0)
        {
            PostedOutcome.Post(Host.Context, sink, Outcome.Ok);
            return;
        }

        Span<byte> nobody = stackalloc byte[NameHash.LengthOf(HashAlgorithm)];
        BinaryPrimitives.WriteUInt64BigEndian(nobody, Host.Context.Random.NextUInt64());
        BinaryPrimitives.WriteUInt64BigEndian(nobody[8..], Host.Context.Random.NextUInt64());
        NameHash.TryFromBytes(nobody, out NameHash hash);
        _directory.LookUp(hash, new UdpPeerQuestion(sink), now);
    }

    /// <inheritdoc/>
    public override Outcome Register(in NameHash hash, Instant now)
    {
        _directory.Names.Add(hash);
        return Outcome.Ok;
    }

    /// <inheritdoc/>
    public override void Unregister(in NameHash hash, Instant now) => _directory.Names.Remove(hash);

    /// <inheritdoc/>
    public override void Query(in NameHash hash, IQuerySink sink, Instant now)
    {
        if (_isShutDown)
        {
            PostedQueryResult.Post(Host.Context, this, sink, false);
        }
        else
        {
            _directory.Resolve(hash, new UdpQuery(this, sink), now);
        }
    }

    /// <inheritdoc/>
    public override void Allocate(in AllocationRequest request, IAllocationSink sink, Instant now)
    {
        if (_isShutDown)
        {
            PostedRefusal.Post(Host.Context, _pending, sink, CloseReason.ShuttingDown);
        }
        else
        {
            new UdpAllocation(_directory, _allocator, _transport, request, _pending, sink).Start(now);
        }
    }

    /// <inheritdoc/>
    public override TraceTarget? TraceFlow(long flow) => _allocator.Find(flow) is { } found ? TargetOf(found.RemotePeer) : null;

    /// <inheritdoc/>
    public override void FindServers(in NameHash hash, QosCube cube, IServerSink sink, Instant now) =>
        _directory.Resolve(hash, new UdpServerSearch(TargetOf, sink), now);

    /// <inheritdoc/>
    public override void Withdraw(IAllocationSink sink, Instant now) => _pending.Withdraw(sink, now);

    /// <inheritdoc/>
    public override void Shutdown(Instant now)
    {
        if (!_isShutDown)
        {
            _isShutDown = true;
            _allocator.Shutdown(CloseReason.ShuttingDown, now);
            _directory.Shutdown(now);
            _transport.Paths.Shutdown();
            _pieces.Shutdown();
            _strangersPieces.Shutdown();
            _port.Close();
        }
    }

    /// <inheritdoc/>
    void IDatagramUser.HandleWritable(Instant now) => _allocator.HandleWritable(now);

    /// <inheritdoc/>
    long IUdpTransportUser.NextFlowId() => Host.NextFlowId();

    /// <inheritdoc/>
    void IUdpTransportUser.HandleArrival(ArrivingFlow arrival, Instant now)
    {
        if (_directory.Names.Contains(arrival.Destination))
        {
            Host.HandleArrival(this, arrival, now);
        }
        else
        {
            arrival.Refuse(CloseReason.NameUnknown, now);
        }
    }

    /// <inheritdoc/>
    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        if (_isShutDown)
        {
            return;
        }

        // Only the last datagram may be shorter than the others: it alone is left out.
        int count = train.ShortestLength >= UdpDatagram.HeaderLength ? train.Count : train.Count - 1;
        Counters.Malformed += train.Count - count;
        if (train.Count > 1 && train.Length < UdpDatagram.HeaderLength)
        {
            Counters.Malformed += count;
            return;
        }

        for (int first = 0; first < count;)
        {
            Train run = TakeRun(train, first, count, out ulong eid);
            first += run.Count;
            run.Pop(UdpDatagram.HeaderLength);
            if (eid != UdpDatagram.ManagementEid)
            {
                _allocator.HandleData(eid, run, from, now);
                continue;
            }

            for (int i = 0; i < run.Count; i++)
            {
                HandleManagement(run[i], from, now);
            }
        }
    }

    private EndTarget TargetOf(UdpEndpoint peer) => new(Host.Context, () => new UdpRecord(
        Layer!, Name, Local, peer, _transport.Paths.FindKnown(peer) ?? PathSizes.Base, _transport.Paths.FindKnown(peer) is not null));

    private static Train TakeRun(in Train train, int first, int end, out ulong eid)
    {
        eid = UdpDatagram.EidOf(train[first]);
        int count = 1;
        while (first + count < end && UdpDatagram.EidOf(train[first + count]) == eid)
        {
            count++;
        }

        return count == train.Count ? train : train.Slice(first, count);
    }

    private void HandleManagement(ReadOnlySpan<byte> message, UdpEndpoint from, Instant now)
    {
        var reader = new SpanReader(message);
        bool isRead = UdpDatagram.TryReadManagementHeader(ref reader, out byte version, out UdpManagementKind kind);
        if (isRead && kind == UdpManagementKind.Allocation)
        {
            _allocator.HandleMessage(reader.Rest, from, now);
            return;
        }

        isRead = isRead && version switch
        {
            UdpDatagram.CurrentVersion => TryHandle(kind, ref reader, message.Length + UdpDatagram.HeaderLength, from, now),
            UdpDatagram.RefusalVersion => TryHandleRefusal(kind, ref reader, from, now),
            _ => TryRefuseVersion(kind, ref reader, from, now),
        };
        Counters.Malformed += isRead ? 0 : 1;
    }

    private bool TryHandle(UdpManagementKind kind, ref SpanReader reader, int length, UdpEndpoint from, Instant now)
    {
        switch (kind)
        {
            case UdpManagementKind.Query when UdpQueryPdu.TryRead(ref reader, out UdpQueryPdu query):
                _directory.HandleQuery(query, from, now);
                return true;
            case UdpManagementKind.QueryReply when UdpQueryReplyPdu.TryRead(ref reader, out UdpQueryReplyPdu answer):
                _directory.HandleAnswer(answer.Cookie, answer.IsFound, from, now);
                return true;
            case UdpManagementKind.Probe when UdpProbePdu.TryRead(ref reader, out UdpProbePdu probe):
                AnswerProbe(probe, length, from, now);
                return true;
            case UdpManagementKind.ProbeReply when UdpProbeReplyPdu.TryRead(ref reader, out UdpProbeReplyPdu reply):
                _transport.Paths.HandleReply(from, reply, now);
                return true;
            case UdpManagementKind.Piece when UdpPieceHeader.TryRead(ref reader, out UdpPieceHeader header):
                return TryTakePiece(header, reader.Rest, from, now);
            default:
                return false;
        }
    }

    private void AnswerProbe(in UdpProbePdu probe, int length, UdpEndpoint from, Instant now)
    {
        Span<byte> datagram = stackalloc byte[32];
        int written = new UdpProbeReplyPdu(probe.Cookie, (ushort)length).Write(datagram);
        _transport.SendDatagram(from, datagram[..written], now);
    }

    // Management never comes in pieces: it is shorter than any path.
    private bool TryTakePiece(in UdpPieceHeader header, ReadOnlySpan<byte> piece, UdpEndpoint from, Instant now)
    {
        PieceStore store = _allocator.HasFlowsTo(from) ? _pieces : _strangersPieces;
        if (!store.TryComplete(from, header, piece, out Train whole, now))
        {
            return true;
        }

        ulong eid = UdpDatagram.EidOf(whole[0]);
        whole.Pop(UdpDatagram.HeaderLength);
        if (eid != UdpDatagram.ManagementEid)
        {
            _allocator.HandleData(eid, whole, from, now);
        }

        whole.Buffer.Release();
        return eid != UdpDatagram.ManagementEid;
    }

    // A peer that cannot be asked does not have the name, as far as we can tell.
    private bool TryHandleRefusal(UdpManagementKind kind, ref SpanReader reader, UdpEndpoint from, Instant now)
    {
        bool isRead = UdpVersionRefusalPdu.TryRead(ref reader, out UdpVersionRefusalPdu refusal)
            && kind == UdpManagementKind.VersionRefusal;
        if (isRead)
        {
            _directory.HandleAnswer(refusal.Cookie, isFound: false, from, now);
        }

        return isRead;
    }

    private bool TryRefuseVersion(UdpManagementKind kind, ref SpanReader reader, UdpEndpoint from, Instant now)
    {
        Counters.OtherVersion++;
        if (kind == UdpManagementKind.Query)
        {
            Span<byte> datagram = stackalloc byte[32];
            int length = new UdpVersionRefusalPdu(reader.ReadUInt64(), UdpDatagram.CurrentVersion, UdpDatagram.CurrentVersion)
                .Write(datagram);
            _transport.SendDatagram(from, datagram[..length], now);
        }

        return !reader.Failed;
    }
}
