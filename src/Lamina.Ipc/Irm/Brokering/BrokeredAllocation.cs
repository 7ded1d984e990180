using Lamina.Core;
using Lamina.Ipc.Irm.Direct;
using Lamina.Ipc.Irm.Programs;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// One wish for a flow. A program that names no layer gets a direct flow where a program of this stack is behind the name,
/// or can be started; else layers are searched. It ends in bounded time, and at once where it is withdrawn.
/// </summary>
internal sealed class BrokeredAllocation : IAllocationSink, ILayerSearchUser, IProgramWaiter, ITimed, IDeferred
{
    /// <summary>How long all of it may take: starting a program, then two layers that do not answer.</summary>
    public static readonly Duration Patience = Duration.FromSeconds(30);

    private readonly Broker _broker;
    private readonly FlowRequest _request;
    private readonly FlowOwner _owner;
    private readonly MachineTimer _timer;
    private readonly List<IFlowAcceptor> _askedPrograms = [];
    private DirectArrival? _direct;
    private LayerSearch? _layers;
    private bool _isStarting = true;
    private bool _hasEnded;
    private bool _isWithdrawn;
    private CloseReason _reason = CloseReason.NameUnknown;

    public BrokeredAllocation(Broker broker, in FlowRequest request, FlowOwner owner, IAllocationSink sink, Instant now)
    {
        _broker = broker;
        _request = request;
        _owner = owner;
        Sink = sink;
        _timer = new MachineTimer(broker.Context.Timers, this);
        _timer.Set(now + Patience);
    }

    /// <summary>Who hears the end.</summary>
    public IAllocationSink Sink { get; }

    public bool IsWaiting { get; private set; }

    public void Start(Instant now)
    {
        if (_broker.IsShutDown)
        {
            End(CloseReason.ShuttingDown, now);
        }
        else if (_owner.Process is null && _request.Layer is null)
        {
            TryDirect(now);
        }
        else
        {
            SearchLayers(now);
        }

        _isStarting = false;
    }

    /// <summary>Whoever asked has lost interest.</summary>
    public void Withdraw(Instant now)
    {
        _isWithdrawn = true;
        if (!_hasEnded)
        {
            GiveUp(now);
            Finish();
        }
    }

    /// <summary>The stack ends.</summary>
    public void HandleShutdown(Instant now)
    {
        if (!_hasEnded)
        {
            GiveUp(now);
            End(CloseReason.ShuttingDown, now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        GiveUp(now);
        End(CloseReason.Timeout, now);
    }

    public void HandleReady(Instant now)
    {
        if (IsWaiting)
        {
            IsWaiting = false;
            TryDirect(now);
        }
    }

    public void HandleNotStarted(Instant now)
    {
        if (IsWaiting)
        {
            IsWaiting = false;
            NoteReason(CloseReason.ProgramNotStarted);
            SearchLayers(now);
        }
    }

    /// <summary>A direct flow.</summary>
    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Finish();
        Sink.HandleAllocated(flow, data, now);
    }

    /// <summary>A program said no.</summary>
    public void HandleRefused(CloseReason reason, Instant now)
    {
        _direct = null;
        if (reason is CloseReason.NoListener or CloseReason.PeerDied)
        {
            NoteReason(reason);
            TryDirect(now);
        }
        else
        {
            End(reason, now);
        }
    }

    public void HandleLayerFlow(IpcProcess process, LowerFlow flow, in HandshakeResult result, ReadOnlySpan<byte> data, Instant now)
    {
        Finish();
        var record = new FlowRecord(flow.Id, _request.Destination, isIncoming: false, process, _request.Qos, _owner) { Peer = result.Peer };
        var brokered = new BrokeredFlow(_broker.Flows, record, result.Keys);
        flow.User = brokered;
        brokered.Attach(flow);
        Sink.HandleAllocated(brokered, data, now);
    }

    public void HandleNoLayer(CloseReason reason, Instant now)
    {
        NoteReason(reason);
        End(_reason, now);
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        _broker.Forget(this);
        if (!_isWithdrawn)
        {
            Sink.HandleRefused(_reason, now);
        }
    }

    private void TryDirect(Instant now)
    {
        if (_broker.ProgramOf(_request.Destination) is not null && !_broker.AllowsDirect(_request.Destination))
        {
            End(CloseReason.Denied, now);
            return;
        }

        if (_broker.NextProgram(_request.Destination, _askedPrograms) is { } program)
        {
            _askedPrograms.Add(program);
            _direct = _broker.Direct.Ask(_request, _owner, program, this, now);
            if (_direct is null)
            {
                End(CloseReason.NoResources, now);
            }

            return;
        }

        // A program that said no is there, and need not be started.
        if (_askedPrograms.Count == 0 && _broker.Programs.CanStart(_request.Destination))
        {
            IsWaiting = _broker.Programs.TryAwait(_request.Destination, this, now);
            if (IsWaiting)
            {
                return;
            }

            NoteReason(CloseReason.ProgramNotStarted);
        }

        SearchLayers(now);
    }

    private void SearchLayers(Instant now)
    {
        _layers = new LayerSearch(_broker, _request, _owner.Process, this, now);
        _layers.Start(now);
    }

    /// <summary>The first that says more than "unknown" is what the requester hears.</summary>
    private void NoteReason(CloseReason reason)
    {
        if (_reason == CloseReason.NameUnknown)
        {
            _reason = reason;
        }
    }

    private void GiveUp(Instant now)
    {
        _direct?.Withdraw(now);
        _layers?.GiveUp(now);
        _broker.Programs.Forget(_request.Destination, this);
    }

    private void End(CloseReason reason, Instant now)
    {
        Finish();
        _reason = reason;
        if (_isStarting)
        {
            // No sink is called inside the call that it was passed to.
            _broker.Context.RunQueue.Post(this);
        }
        else
        {
            Sink.HandleRefused(reason, now);
        }
    }

    private void Finish()
    {
        _hasEnded = true;
        IsWaiting = false;
        _timer.Remove();
        if (!_isStarting)
        {
            _broker.Forget(this);
        }
    }
}
