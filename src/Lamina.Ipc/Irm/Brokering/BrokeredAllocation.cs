using Lamina.Core;
using Lamina.Ipc.Irm.Direct;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// One wish for a flow. A program that names no layer gets a direct flow where a program of this stack is behind the name,
/// or can be started. Else all candidate layers are asked at once whether they reach the name; the first in the order of
/// preference that does is asked for the flow, as soon as nobody before it can still say yes. Where nobody is found or answers,
/// the next is tried; any other answer is an answer. It ends in bounded time.
/// </summary>
internal sealed class BrokeredAllocation : IQuerySink, IAllocationSink, IProgramWaiter, ITimed, IDeferred
{
    /// <summary>How long layers may think about whether they reach a name; a directory gives up after 4 s.</summary>
    public static readonly Duration QueryPatience = Duration.FromSeconds(5);

    /// <summary>How long one layer may take for a flow: three members of it, one after the other, at 3 s each.</summary>
    public static readonly Duration AttemptPatience = Duration.FromSeconds(10);

    /// <summary>How long all of it may take.</summary>
    public static readonly Duration Patience = Duration.FromSeconds(30);

    private readonly Broker _broker;
    private readonly FlowRequest _request;
    private readonly FlowOwner _owner;
    private readonly MachineTimer _timer;
    private readonly Instant _endBy;
    private readonly List<IFlowAcceptor> _askedPrograms = [];
    private DirectArrival? _direct;
    private Candidate[] _candidates = [];
    private LayerAttempt? _attempt;
    private int _next;
    private Instant _stepBy = Instant.Never;
    private Instant _queryBy = Instant.Never;
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
        _endBy = now + Patience;
        _timer = new MachineTimer(broker.Context.Timers, this);
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
            AskLayers(now);
        }

        _isStarting = false;
    }

    /// <summary>Whoever asked has lost interest.</summary>
    public void Withdraw(Instant now)
    {
        _isWithdrawn = true;
        if (!_hasEnded)
        {
            Finish();
            _direct?.Withdraw(now);
            _attempt?.GiveUp(now);
            _broker.Programs.Forget(_request.Destination, this);
        }
    }

    /// <summary>The stack ends.</summary>
    public void HandleShutdown(Instant now)
    {
        if (!_hasEnded)
        {
            _direct?.Withdraw(now);
            _attempt?.GiveUp(now);
            End(CloseReason.ShuttingDown, now);
        }
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
            AskLayers(now);
        }
    }

    public void HandleQueryResult(IpcProcess process, bool reachable, Instant now)
    {
        // One that is late has been counted as silent, and says now that it is not.
        _broker.Silent.Forget(process);
        Candidate candidate = Array.Find(_candidates, known => known.Process == process)!;
        candidate.Reaches ??= reachable;
        if (_attempt is null && !_hasEnded)
        {
            TryNext(now);
        }
    }

    /// <summary>A direct flow.</summary>
    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Finish();
        Sink.HandleAllocated(flow, data, now);
    }

    /// <summary>A layer's flow.</summary>
    public void HandleLayerFlow(IpcProcess process, LowerFlow flow, PeerIdentity peer, ReadOnlySpan<byte> data, Instant now)
    {
        _broker.Silent.Forget(process);
        Finish();
        var record = new FlowRecord(flow.Id, _request.Destination, isIncoming: false, process, _request.Qos, _owner);
        var brokered = new BrokeredFlow(_broker.Flows, record, peer);
        flow.User = brokered;
        brokered.Attach(flow);
        Sink.HandleAllocated(brokered, data, now);
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        NoteReason(reason);
        if (_direct is not null)
        {
            _direct = null;
            HandleRefusedByProgram(reason, now);
            return;
        }

        HandleRefusedByLayer(_attempt!.Process, reason, now);
    }

    public void HandleTimeout(Instant now)
    {
        if (now >= _endBy)
        {
            _direct?.Withdraw(now);
            _attempt?.GiveUp(now);
            _broker.Programs.Forget(_request.Destination, this);
            End(CloseReason.Timeout, now);
        }
        else if (now >= _stepBy && _attempt is { } attempt)
        {
            attempt.GiveUp(now);
            HandleRefused(CloseReason.Timeout, now);
        }
        else if (now >= _stepBy)
        {
            HandleSilentLayers(now);
        }
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
        if (_broker.NextProgram(_request.Destination, _askedPrograms) is { } program)
        {
            _askedPrograms.Add(program);
            _direct = _broker.Direct.Ask(_request, _owner, program, this, now);
            if (_direct is null)
            {
                End(CloseReason.NoResources, now);
            }
            else
            {
                SetStep(Instant.Never);
            }

            return;
        }

        // A program that said no is there, and need not be started.
        if (_askedPrograms.Count == 0 && _broker.Programs.CanStart(_request.Destination))
        {
            IsWaiting = _broker.Programs.TryAwait(_request.Destination, this, now);
            if (IsWaiting)
            {
                SetStep(Instant.Never);
                return;
            }

            NoteReason(CloseReason.ProgramNotStarted);
        }

        AskLayers(now);
    }

    private void HandleRefusedByProgram(CloseReason reason, Instant now)
    {
        if (reason is CloseReason.NoListener or CloseReason.PeerDied)
        {
            TryDirect(now);
        }
        else
        {
            End(reason, now);
        }
    }

    private void AskLayers(Instant now)
    {
        IpcProcess[] layers = _broker.Layers.For(_request.Layer, _owner.Process, _request.Qos.Cube, now);
        _candidates = Array.ConvertAll(layers, process => new Candidate(process));
        _queryBy = now + QueryPatience;
        SetStep(_queryBy);
        foreach (Candidate candidate in _candidates)
        {
            NameHash hash = NameHash.Of(_request.Destination, candidate.Process.HashAlgorithm);
            candidate.Process.Query(hash, this, now);
        }

        if (_candidates.Length == 0)
        {
            End(_reason, now);
        }
    }

    private void HandleSilentLayers(Instant now)
    {
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.Reaches is null)
            {
                candidate.Reaches = false;
                _broker.Silent.HandleSilence(candidate.Process, now);
                NoteReason(CloseReason.Timeout);
            }
        }

        TryNext(now);
    }

    private void HandleRefusedByLayer(IpcProcess process, CloseReason reason, Instant now)
    {
        _attempt = null;
        if (reason == CloseReason.Timeout)
        {
            _broker.Silent.HandleSilence(process, now);
        }
        else
        {
            _broker.Silent.Forget(process);
        }

        if (reason is CloseReason.NameUnknown or CloseReason.Timeout or CloseReason.ShuttingDown)
        {
            _next++;
            TryNext(now);
        }
        else
        {
            End(reason, now);
        }
    }

    private void TryNext(Instant now)
    {
        for (; _next < _candidates.Length; _next++)
        {
            Candidate candidate = _candidates[_next];
            if (candidate.Reaches is null)
            {
                SetStep(_queryBy);
                return;
            }

            if (candidate.Reaches == true && TryAttempt(candidate.Process, now))
            {
                return;
            }
        }

        End(_reason, now);
    }

    /// <summary>False: this program may not use that layer, and another is to be found. True: it was asked, or there is no use in another.</summary>
    private bool TryAttempt(IpcProcess process, Instant now)
    {
        var attempt = new LayerAttempt(this, process);
        CloseReason reason = attempt.Start(_request, _owner.Process is null, _broker.Context.Random, now);
        switch (reason)
        {
            case CloseReason.None:
                _attempt = attempt;
                SetStep(now + AttemptPatience);
                return true;
            case CloseReason.Denied:
                NoteReason(reason);
                return false;
            default:
                End(reason, now);
                return true;
        }
    }

    /// <summary>The first that says more than "unknown" is what the requester hears.</summary>
    private void NoteReason(CloseReason reason)
    {
        if (_reason == CloseReason.NameUnknown)
        {
            _reason = reason;
        }
    }

    private void SetStep(Instant stepBy)
    {
        _stepBy = stepBy;
        _timer.Set(Instant.Min(_stepBy, _endBy));
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

    private sealed class Candidate(IpcProcess process)
    {
        public IpcProcess Process { get; } = process;

        /// <summary>Null until it has answered, or was silent for too long.</summary>
        public bool? Reaches { get; set; }
    }
}
