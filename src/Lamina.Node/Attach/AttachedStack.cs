using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Attach.Direct;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>
/// A daemon's stack, seen from a program: flows by name over an attachment. Flow ends run here, in the program; this
/// domain's loop thread keeps their acknowledgements and timers going. When the daemon dies it looks for the next one, which may take up
/// the flows; where that does not come in time, or the daemon has said that none will, every flow closes with
/// <see cref="CloseReason.StackLost"/>, and nothing new can be allocated. Design: docs/design/RE-ATTACH.md.
/// </summary>
internal sealed partial class AttachedStack : IFlowService, IControlUser, IRingUser, IDisposable
{
    private readonly DomainDriver _driver;
    private readonly DaemonSearch _search;
    private readonly Duration _patience;
    private readonly MachineTimer _deadline;
    private ControlChannel _control;
    private IRecordLink _link;
    private readonly Dictionary<uint, AttachedFlow> _flows = [];
    private readonly Dictionary<uint, AttachedArrival> _arrivals = [];
    private readonly AttachedRequests _requests = new();
    private readonly Action<Instant> _lost;
    private readonly Action<bool> _awayChanged;
    private uint _highestFlow;
    private bool _isLost;

    /// <summary>Takes a connection that was welcomed; before the driver's loop starts.</summary>
    /// <param name="driver">The program's domain.</param>
    /// <param name="handshake">The connection.</param>
    /// <param name="path">The socket, where a later daemon is looked for.</param>
    /// <param name="patience">For how long; <see cref="Duration.Zero"/>: not at all.</param>
    /// <param name="lost">Called inside when nothing comes back.</param>
    /// <param name="awayChanged">Called inside with true when the daemon has died and the next one is looked for, with false when it is there.</param>
    public AttachedStack(
        DomainDriver driver, AttachHandshake handshake, string path, Duration patience, Action<Instant> lost, Action<bool> awayChanged)
    {
        _awayChanged = awayChanged;
        _driver = driver;
        _lost = lost;
        _patience = patience;
        Context = driver.Context;
        StackName = handshake.StackName;
        _search = new DaemonSearch(driver, path, Return);
        _deadline = new MachineTimer(driver.Context.Timers, this);
        _ways = new DirectWays(driver, SendFailed);
        Reports = new TrafficReports(driver.Context.Timers, () => _control!.HasRoom, SendTraffic);
        (_control, _link) = Stand(handshake);
    }

    public MachineContext Context { get; }

    /// <summary>The stack's name, as the daemon says.</summary>
    public Name StackName { get; }

    /// <summary>Flows at present.</summary>
    public int FlowCount => _flows.Count;

    /// <summary>True when the daemon has gone.</summary>
    public bool IsLost => _isLost;

    /// <summary>Trains that came for a flow that is closed, or found the pool empty.</summary>
    public long Dropped { get; private set; }

    internal bool HasRoom => _link.HasRoom;

    /// <summary>False: records go over the socket.</summary>
    internal bool SharesMemory => _link is RingLink;

    public void Allocate(in FlowRequest request, IAllocationSink sink, Instant now)
    {
        uint number = _requests.Add(sink, Context.RunQueue);
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        int length = new AttachAllocate
        {
            Request = number,
            Qos = request.Qos,
            Name = request.Destination,
            Layer = request.Layer,
            Data = request.Data.Span,
        }.Write(message);
        if (_isLost || _isAway)
        {
            _requests.Refuse(number, CloseReason.StackLost);
        }
        else if (length == 0 || request.Data.Length > AllocationRequest.MaxDataLength)
        {
            _requests.Refuse(number, CloseReason.ProtocolError);
        }
        else
        {
            _control.Send(message[..length], now);
        }
    }

    public void Withdraw(IAllocationSink sink, Instant now)
    {
        if (_requests.TryWithdraw(sink, out uint number))
        {
            SendEnd(AttachMessageType.Withdraw, number, CloseReason.Normal, now);
        }
    }

    public void Listen(Name name, IFlowAcceptor acceptor, IOutcomeSink sink, Instant now)
    {
        if (_isLost || !_requests.TryAddListener(name, acceptor, sink, out uint number))
        {
            AttachedRequests.Fail(sink, _isLost
                ? Outcome.Failed("the daemon has gone", "open the stack again")
                : Outcome.Usage($"this program listens to '{name}' already"), Context.RunQueue);
            return;
        }

        if (!_isAway)
        {
            SendBinding(AttachMessageType.Listen, number, name, now);
        }
    }

    public void StopListening(Name name, IFlowAcceptor acceptor, Instant now)
    {
        if (_requests.RemoveListener(name, acceptor))
        {
            SendBinding(AttachMessageType.StopListening, 0, name, now);
        }
    }

    public bool HandleMessage(ReadOnlySpan<byte> message, List<SafeFileHandle> descriptors, Instant now) =>
        AttachProtocol.TypeOf(message) switch
        {
            AttachMessageType.Outcome => AttachOutcome.TryRead(message, out AttachOutcome outcome)
                && _requests.TryComplete(outcome.Request, outcome.Outcome, now),
            AttachMessageType.Allocated => AttachAllocated.TryRead(message, out AttachAllocated allocated) && HandedKeys.IsKnown(allocated.Keys) && TryAdd(allocated, now),
            AttachMessageType.Refused => AttachEnd.TryRead(message, out AttachEnd refused) && TryRefuse(refused, now),
            AttachMessageType.Ticket => AttachTicket.TryRead(message, out AttachTicket ticket) && TryKeep(ticket),
            AttachMessageType.Reattached => AttachReattached.TryRead(message, out AttachReattached answer) && TryReturn(answer, now),
            AttachMessageType.Farewell => AttachEnd.TryRead(message, out _) && (_saidFarewell = true),
            AttachMessageType.Arrival => AttachArrival.TryRead(message, out AttachArrival arrival) && HandedKeys.IsKnown(arrival.Keys) && TryArrive(arrival, now),
            AttachMessageType.Pair or AttachMessageType.PairOver => _ways.HandlePair(message, descriptors, now),
            AttachMessageType.Direct => AttachDirect.TryRead(message, out AttachDirect direct) && TryPass(direct, now),
            AttachMessageType.Record => _link.TryTake(message, now),
            AttachMessageType.FlowEvent => AttachFlowEvent.TryRead(message, out AttachFlowEvent change) && TryChange(change, now),
            _ => false,
        };

    public bool HandleRecord(uint flow, ReadOnlySpan<byte> record, Instant now)
    {
        if (flow == AttachGrant.Tag)
        {
            return !AttachGrant.TryRead(record, out AttachGrant grant) || TryTake(grant, now);
        }

        // Its Allocated was sent first, but is still in the socket.
        if (flow > _highestFlow)
        {
            return false;
        }

        if (!_flows.TryGetValue(flow, out AttachedFlow? known)
            || !AttachRecord.TryReadHeader(record, AttachFlowLimits.LongestPacket, out int segmentLength, out _, out _)
            || !Context.Pool.TryRent(record.Length - AttachRecord.HeaderLength, out PacketBuffer buffer))
        {
            Dropped++;
            return true;
        }

        ReadOnlySpan<byte> segments = record[AttachRecord.HeaderLength..];
        Context.Pool.Copy(segments, buffer.Span);
        known.User.HandleTrain(Train.Contiguous(buffer, 0, segments.Length, segmentLength), now);
        buffer.Release();
        return true;
    }

    public void HandleRoom(Instant now)
    {
        foreach (AttachedFlow flow in _flows.Values)
        {
            flow.HandleRoom(now);
        }

        AskFormer(now);
    }

    public void HandleCorrupt(Instant now) => _control.Close(CloseReason.ProtocolError, now);

    /// <summary>Lets the daemon go: every flow closes.</summary>
    public void Close(Instant now)
    {
        if (_isAway)
        {
            Lose(now);
        }
        else
        {
            _control.Close(CloseReason.ShuttingDown, now);
        }
    }

    /// <summary>Gives descriptors and memory back, when nobody is inside any more.</summary>
    public void Dispose()
    {
        _control.Dispose();
        _link.Dispose();
        _ways.Dispose();
    }

    public void HandleTurnEnd(Instant now)
    {
        // What a turn wrote needs nothing more.
    }

    /// <returns>How many packets are on their way to the daemon; the others found no room.</returns>
    internal int Transmit(uint flow, in Train train, bool isUncredited)
    {
        int written = _link.Write(flow, train, isUncredited);
        if (written < train.Count)
        {
            Dropped++;
        }

        return written;
    }

    internal bool IsPending(AttachedArrival arrival) => _arrivals.GetValueOrDefault(arrival.Number) == arrival;

    internal bool TryTakeArrival(AttachedArrival arrival) => IsPending(arrival) && _arrivals.Remove(arrival.Number);

    internal void SendAccept(AttachedFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        _flows.Add(flow.Number, flow);
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        _control.Send(message[..new AttachAccept { Flow = flow.Number, Data = data }.Write(message)], now);
    }

    internal void Close(AttachedFlow flow, CloseReason reason, Instant now)
    {
        // One of a former daemon is told to the next one, when it has it.
        if (_flows.GetValueOrDefault(flow.Number) != flow)
        {
            return;
        }

        _flows.Remove(flow.Number);

        _link.Flush();
        flow.LeavePair();
        flow.FinishPassed(now);
        SendEnd(AttachMessageType.Close, flow.Number, reason, now);
    }

    internal void SendEnd(AttachMessageType type, uint number, CloseReason reason, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachEnd.Length];
        _control.Send(message[..new AttachEnd(type, number, reason).Write(message)], now);
    }

    private (ControlChannel Control, IRecordLink Link) Stand(AttachHandshake handshake)
    {
        var control = new ControlChannel(_driver, handshake.Socket, this);
        return (control, handshake.Memory is { } memory
            ? new RingLink(_driver, memory.Rings, isMaker: false, memory.ToProgram, memory.ToDaemon, this)
            : new SocketLink(_driver, control, this));
    }

    private bool TryTake(AttachGrant grant, Instant now)
    {
        // As with packets. Lost here, it would be the only one: who has no credit sends nothing that another is granted for.
        if (grant.Flow > _highestFlow)
        {
            return false;
        }

        _flows.GetValueOrDefault(grant.Flow)?.HandleGrant(grant.Limit, now);
        return true;
    }

    private void SendBinding(AttachMessageType type, uint request, Name name, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        _control.Send(message[..new AttachBinding(type, request, name).Write(message)], now);
    }

    private bool TryAdd(in AttachAllocated allocated, Instant now)
    {
        if (!_requests.TryTake(allocated.Request, out IAllocationSink? sink) || _flows.ContainsKey(allocated.Flow))
        {
            return false;
        }

        var flow = new AttachedFlow(this, allocated.Flow, allocated.Limits, HandedKeys.Read(allocated.Keys));
        _flows.Add(flow.Number, flow);
        NoteNumber(flow.Number);
        _ways.HandleAllocated(flow, now);
        sink.HandleAllocated(flow, allocated.Data, now);
        return true;
    }

    private bool TryArrive(in AttachArrival message, Instant now)
    {
        if (_arrivals.ContainsKey(message.Flow) || _flows.ContainsKey(message.Flow))
        {
            return false;
        }

        if (!_requests.TryGetListener(message.Name, out IFlowAcceptor? acceptor))
        {
            SendEnd(AttachMessageType.Refuse, message.Flow, CloseReason.NoListener, now);
            return true;
        }

        NoteNumber(message.Flow);
        var hash = NameHash.Of(message.Name, HashAlgorithmId.Sha3_256);
        var arrival = new AttachedArrival(this, message.Flow, message.Qos, hash, message.Limits, message.Data.ToArray(), HandedKeys.Read(message.Keys));
        _arrivals.Add(message.Flow, arrival);
        acceptor.HandleArrival(message.Name, arrival, now);
        return true;
    }

    private void NoteNumber(uint flow)
    {
        _highestFlow = Math.Max(_highestFlow, flow);
        _link.Resume();
    }

    private bool TryChange(AttachFlowEvent change, Instant now)
    {
        // A flow that we closed at the same moment is gone already.
        AttachedFlow? flow = _flows.GetValueOrDefault(change.Flow);
        if (change.What == FlowEvent.Closed)
        {
            // What the flow sent before its end is in the ring, and comes first.
            _link.ServeAll(now);
            flow?.ServePair(now);
            flow?.LeavePair();
            flow?.FinishPassed(now);
            _flows.Remove(change.Flow);
            _arrivals.Remove(change.Flow);
        }

        flow?.HandleEvent(change.What, change.Reason, now);
        return true;
    }
}
