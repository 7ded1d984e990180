using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// The layers' part of a wish: all candidates are asked at once whether they reach the name; the first in the order of
/// preference that does is asked for the flow, as soon as nobody before it can still say yes. Where nobody is found or
/// answers, the next is tried; any other answer is an answer.
/// </summary>
internal sealed class LayerSearch : IQuerySink, ITimed
{
    /// <summary>How long layers may think about whether they reach a name; a directory gives up after 4 s.</summary>
    public static readonly Duration QueryPatience = Duration.FromSeconds(5);

    /// <summary>How long one layer may take for a flow: three members of it, one after the other, at 3 s each.</summary>
    public static readonly Duration AttemptPatience = Duration.FromSeconds(10);

    private readonly Broker _broker;
    private readonly FlowRequest _request;
    private readonly bool _isForProgram;
    private readonly ILayerSearchUser _user;
    private readonly MachineTimer _timer;
    private readonly Candidate[] _candidates;
    private LayerAttempt? _attempt;
    private int _next;
    private Instant _queryBy;
    private bool _hasEnded;
    private CloseReason _reason = CloseReason.NameUnknown;

    public LayerSearch(Broker broker, in FlowRequest request, IpcProcess? requester, ILayerSearchUser user, Instant now)
    {
        _broker = broker;
        _request = request;
        _isForProgram = requester is null;
        _user = user;
        _timer = new MachineTimer(broker.Context.Timers, this);
        IpcProcess[] layers = broker.Layers.For(request.Layer, requester, request.Qos.Cube, now);
        _candidates = Array.ConvertAll(layers, process => new Candidate(process));
    }

    public void Start(Instant now)
    {
        if (_candidates.Length == 0)
        {
            End(now);
            return;
        }

        _queryBy = now + QueryPatience;
        _timer.Set(_queryBy);
        foreach (Candidate candidate in _candidates)
        {
            NameHash hash = NameHash.Of(_request.Destination, candidate.Process.HashAlgorithm);
            candidate.Process.Query(hash, this, now);
        }
    }

    /// <summary>Nobody wants the flow any more.</summary>
    public void GiveUp(Instant now)
    {
        _hasEnded = true;
        _timer.Remove();
        _attempt?.GiveUp(now);
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

    public void HandleFlow(IpcProcess process, LowerFlow flow, in HandshakeResult result, ReadOnlySpan<byte> data, Instant now)
    {
        _broker.Silent.Forget(process);
        _hasEnded = true;
        _timer.Remove();
        _user.HandleLayerFlow(process, flow, result, data, now);
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        NoteReason(reason);
        IpcProcess process = _attempt!.Process;
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
            _reason = reason;
            End(now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (_attempt is { } attempt)
        {
            attempt.GiveUp(now);
            HandleRefused(CloseReason.Timeout, now);
            return;
        }

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

    private void TryNext(Instant now)
    {
        for (; _next < _candidates.Length; _next++)
        {
            Candidate candidate = _candidates[_next];
            if (candidate.Reaches is null)
            {
                _timer.Set(_queryBy);
                return;
            }

            if (candidate.Reaches == true && TryAttempt(candidate.Process, now))
            {
                return;
            }
        }

        End(now);
    }

    /// <summary>False: this program may not use that layer, and another is to be found. True: it was asked, or there is no use in another.</summary>
    private bool TryAttempt(IpcProcess process, Instant now)
    {
        var attempt = new LayerAttempt(this, _broker.Context, process);
        CloseReason reason = attempt.Start(_request, _isForProgram, now);
        switch (reason)
        {
            case CloseReason.None:
                _attempt = attempt;
                _timer.Set(now + AttemptPatience);
                return true;
            case CloseReason.Denied:
                NoteReason(reason);
                return false;
            default:
                _reason = reason;
                End(now);
                return true;
        }
    }

    private void NoteReason(CloseReason reason)
    {
        if (_reason == CloseReason.NameUnknown)
        {
            _reason = reason;
        }
    }

    private void End(Instant now)
    {
        _hasEnded = true;
        _timer.Remove();
        _user.HandleNoLayer(_reason, now);
    }

    private sealed class Candidate(IpcProcess process)
    {
        public IpcProcess Process { get; } = process;

        /// <summary>Null until it has answered, or was silent for too long.</summary>
        public bool? Reaches { get; set; }
    }
}
