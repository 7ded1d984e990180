using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm.Programs;
using Lamina.Node.Access;
using Lamina.Node.Driving;
using Lamina.Node.Programs;
using Lamina.Security.Records;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>
/// One attached process, on the daemon's side: what stands behind its names, and the owner of its flows. Whatever goes
/// wrong here costs this process its connection and its flows, and nobody else anything.
/// </summary>
internal sealed partial class AttachSession : IControlUser, IProcessAcceptor, ITimed, IDisposable
{
    private const int MaxPendingAllocations = 256;
    private static readonly Duration HelloPatience = Duration.FromSeconds(5);

    private readonly AttachServer _server;
    private readonly DomainDriver _driver;
    private readonly IFlowService _service;
    private readonly ControlChannel _control;
    private readonly SessionFlows _flows;
    private readonly SessionAdoptions _adoptions;
    private readonly MachineTimer _helloTimer;
    private IRecordLink? _link;
    private readonly Dictionary<uint, SessionAllocation> _allocations = [];
    private bool _isClosed;

    public AttachSession(AttachServer server, DomainDriver driver, DescriptorSocket socket, Caller caller, Instant now)
    {
        _server = server;
        _driver = driver;
        Caller = caller;
        Right = server.Access.RightOf(caller);
        Executable = Executables.OfProcess(ProcessId);
        _service = server.Irm.ServiceFor(Description);
        _control = new ControlChannel(driver, socket, this);
        _flows = new SessionFlows(driver.Context, this);
        _adoptions = new SessionAdoptions(server, this, driver.Context.Timers);
        _helloTimer = new MachineTimer(driver.Context.Timers, this);
        _helloTimer.Set(now + HelloPatience);
    }

    /// <summary>What it ran when it connected: a binding is a convenience of this host, and proves nothing.</summary>
    public string Executable { get; }

    public string Description => $"process {ProcessId}";

    public int FlowCount => _flows.Count;

    public AttachCounters Counters { get; } = new();

    public bool IsClosed => _isClosed;

    public IRecordLink? Link => _link;

    public void HandleTimeout(Instant now)
    {
        if (_link is null)
        {
            _control.Close(CloseReason.Timeout, now);
        }
    }

    public bool HandleMessage(ReadOnlySpan<byte> message, List<SafeFileHandle> descriptors, Instant now)
    {
        AttachMessageType type = AttachProtocol.TypeOf(message);
        bool mayChoose = _mayChoose;
        _mayChoose = false;
        if (mayChoose && type == AttachMessageType.OnSocket)
        {
            return TryStandOnSocket(message);
        }

        if (_link is null)
        {
            return type == AttachMessageType.Hello && !mayChoose && (Right >= AccessRight.Use ? TryWelcome(message, now) : Deny(now));
        }

        return type switch
        {
            AttachMessageType.Record => _link.TryTake(message, now),
            AttachMessageType.Listen or AttachMessageType.StopListening => TryBind(message, now),
            AttachMessageType.Allocate => TryAllocate(message, now),
            AttachMessageType.Reattach => AttachTicket.TryRead(message, out AttachTicket ticket) && _adoptions.TryAsk(ticket, now),
            AttachMessageType.Withdraw => AttachEnd.TryRead(message, out AttachEnd withdraw) && Withdraw(withdraw.Number, now),
            AttachMessageType.Accept => AttachAccept.TryRead(message, out AttachAccept accept)
                && _flows.TryAccept(accept.Flow, accept.Data, now),
            AttachMessageType.Refuse => AttachEnd.TryRead(message, out AttachEnd refuse)
                && _flows.TryRefuse(refuse.Number, refuse.Reason, now),
            AttachMessageType.Close => AttachEnd.TryRead(message, out AttachEnd close)
                && _flows.TryClose(close.Number, close.Reason, now),
            AttachMessageType.PairFailed => AttachPair.TryRead(message, out AttachPair failed) && _server.Pairs.TryFail(this, failed, now),
            AttachMessageType.Traffic => AttachTraffic.TryRead(message, out AttachTraffic traffic) && _flows.TryCount(traffic),
            _ => false,
        };
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
        _isClosed = true;
        if (reason == CloseReason.ProtocolError)
        {
            _driver.Context.Events?.Handle(StackEventKind.AttachViolation, Description, "broke the attach protocol and was let go");
        }

        _helloTimer.Remove();
        _server.Irm.Programs.HandleSilent(this);
        _server.Irm.UnbindAll(this);
        foreach (SessionAllocation allocation in _allocations.Values)
        {
            _service.Withdraw(allocation, now);
        }

        _allocations.Clear();
        _adoptions.Close();
        _flows.CloseAll(reason, now);
        _server.Pairs.HandleGone(this, now);
        Dispose();
        _server.HandleSessionClosed(this);
    }

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        if (_isClosed)
        {
            arrival.Refuse(CloseReason.NoListener, now);
            return;
        }

        if (!_flows.TryAdd(arrival, out SessionFlow? flow))
        {
            arrival.Refuse(CloseReason.NoResources, now);
            return;
        }

        flow.AwaitsWay = MayPass(arrival);
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        Span<byte> keys = stackalloc byte[AttachProtocol.KeysLength];
        int length = new AttachArrival
        {
            Flow = flow.Number,
            Keys = HandedKeys.Take((arrival as IKeyedFlow)?.TakeKeys(), keys),
            Limits = new AttachFlowLimits(
                Math.Min(arrival.MaxPacketSize, AttachFlowLimits.LongestPacket),
                arrival.MaxPacketLifetime,
                arrival.Peer,
                arrival.AcceptedQos,
                arrival.IsIntact,
                flow.AwaitsWay ? 0 : flow.Window.Limit),
            Qos = arrival.Qos,
            Name = name,
            Data = arrival.Data.Span,
        }.Write(message);
        _control.Send(message[..length], now);
        HandedKeys.Forget(keys);
        HandedKeys.Forget(message[..length]);
    }

    public void HandleRoom(Instant now) => _flows.TellNews(now);

    /// <summary>The daemon stops: every process is told by the end of its connection.</summary>
    public void Close(CloseReason reason, Instant now) => _control.Close(reason, now);

    /// <summary>The process need not look for this stack again.</summary>
    public void SayFarewell(Instant now)
    {
        if (_link is not null)
        {
            SendEnd(AttachMessageType.Farewell, 0, CloseReason.ShuttingDown, now);
        }
    }

    /// <summary>Gives the descriptors and the memory back.</summary>
    public void Dispose()
    {
        _control.Dispose();
        _link?.Dispose();
    }

    internal bool HasControlRoom => !_isClosed && _control.HasRoom;

    internal bool HasRoomForFlow => _flows.HasRoom;

    /// <summary>Tells the process what a later life of the stack would need to take the flow up again, where it could.</summary>
    internal void SendTicket(uint flow, LowerFlow lower, Instant now)
    {
        if (_server.Seal is not { } seal || lower.Ticket is not { } ticket)
        {
            return;
        }

        Span<byte> sealedTicket = stackalloc byte[TicketSeal.MaxLength];
        int length = seal.Write(ticket, UserId, sealedTicket);
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        _control.Send(
            message[..new AttachTicket { Type = AttachMessageType.Ticket, Number = flow, Sealed = sealedTicket[..length] }.Write(message)], now);
    }

    internal void CompleteAdoption(uint request, LowerFlow flow, bool isUp, Instant now)
    {
        SessionFlow added = _flows.Add(flow, isUp);
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        _control.Send(message[..new AttachReattached(request, added.Number, isUp, LimitsOf(flow, added)).Write(message)], now);
        SendTicket(added.Number, flow, now);
    }

    internal void SendEvent(uint flow, FlowEvent what, CloseReason reason, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachFlowEvent.Length];
        _control.Send(message[..new AttachFlowEvent(flow, what, reason).Write(message)], now);
    }

    internal void CompleteAllocation(uint request, LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        _allocations.Remove(request);
        SessionFlow added = _flows.Add(flow);
        ChooseWay(flow, added, now);
        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        Span<byte> keys = stackalloc byte[AttachProtocol.KeysLength];
        int length = new AttachAllocated
        {
            Keys = HandedKeys.Take((flow as IKeyedFlow)?.TakeKeys(), keys),
            Request = request,
            Flow = added.Number,
            Limits = LimitsOf(flow, added),
            Data = data,
        }.Write(message);
        _control.Send(message[..length], now);
        HandedKeys.Forget(keys);
        HandedKeys.Forget(message[..length]);
        SendTicket(added.Number, flow, now);
    }

    internal void CompleteRefusal(uint request, CloseReason reason, Instant now)
    {
        _allocations.Remove(request);
        SendEnd(AttachMessageType.Refused, request, reason, now);
    }

    private bool TryAllocate(ReadOnlySpan<byte> message, Instant now)
    {
        if (!AttachAllocate.TryRead(message, out AttachAllocate allocate) || allocate.Data.Length > AllocationRequest.MaxDataLength)
        {
            return false;
        }

        if (_allocations.Count >= MaxPendingAllocations || !_flows.HasRoom)
        {
            SendEnd(AttachMessageType.Refused, allocate.Request, CloseReason.NoResources, now);
            return true;
        }

        var allocation = new SessionAllocation(this, allocate.Request);
        if (!_allocations.TryAdd(allocate.Request, allocation))
        {
            return false;
        }

        var request = new FlowRequest(allocate.Name, allocate.Qos, allocate.Data.ToArray(), allocate.Layer);
        _service.Allocate(request, allocation, now);
        return true;
    }

    /// <summary>True also where the answer is on its way already: both may happen at once.</summary>
    private bool Withdraw(uint request, Instant now)
    {
        if (_allocations.TryGetValue(request, out SessionAllocation? allocation))
        {
            _service.Withdraw(allocation, now);
            CompleteRefusal(request, CloseReason.Normal, now);
        }

        _adoptions.Withdraw(request, now);
        return true;
    }

    private static AttachFlowLimits LimitsOf(LowerFlow flow, SessionFlow added) => new(
        Math.Min(flow.MaxPacketSize, AttachFlowLimits.LongestPacket),
        flow.MaxPacketLifetime,
        flow.Peer,
        flow.AcceptedQos,
        flow.IsIntact,
        added.Pair is null ? added.Window.Limit : 0);

    private void SendEnd(AttachMessageType type, uint number, CloseReason reason, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachEnd.Length];
        _control.Send(message[..new AttachEnd(type, number, reason).Write(message)], now);
    }
}
