using Lamina.Core;
using Lamina.Ipc.Irm.Naming;

namespace Lamina.Ipc.Irm.Replacing;

/// <summary>
/// One IPC process that is replaced by the next under its flows:
/// <code>
///   entering ----- member ----> settling ---- flows are up, names are known, or 5 s ----> over
///      |  failed: again after 0.2 s
///      '--- denied, or 25 s ---> over: its flows are closed
/// </code>
/// </summary>
internal sealed class Replacement : IOutcomeSink, ITimed
{
    // A little less than R (30 s), when the ends of data flows give up by themselves and say less.
    private static readonly Duration Patience = Duration.FromSeconds(25);
    private static readonly Duration Pause = Duration.FromMilliseconds(200);
    private static readonly Duration SettlingTime = Duration.FromSeconds(5);
    private static readonly Duration Look = Duration.FromMilliseconds(20);

    private readonly MachineContext _context;
    private readonly NameTable _names;
    private readonly AwayFlows _flows;
    private readonly Succession _succession;
    private readonly IOutcomeSink _sink;
    private readonly Action<Replacement> _forget;
    private readonly MachineTimer _timer;
    private readonly MachineTimer _deadline;
    private Outcome _failure = Outcome.Timeout("no answer in time");
    private string _layer = "";
    private bool _isSettling;
    private int _unpublished;

    public Replacement(
        MachineContext context, NameTable names, AwayFlows flows, Succession succession, IOutcomeSink sink, Action<Replacement> forget)
    {
        _context = context;
        _names = names;
        _flows = flows;
        _succession = succession;
        _sink = sink;
        _forget = forget;
        _timer = new MachineTimer(context.Timers, this);
        _deadline = new MachineTimer(context.Timers, new Expiry(this));
    }

    /// <summary>The next process.</summary>
    public IpcProcess Process => _succession.Process;

    public bool IsOver { get; private set; }

    public void Start(string layer, Instant now)
    {
        _layer = layer;
        _deadline.Set(now + Patience);
        Process.Resume(this, now);
    }

    /// <summary>The process has entered its layer, or has not.</summary>
    public void HandleOutcome(Outcome outcome, Instant now)
    {
        if (IsOver)
        {
            return;
        }

        if (outcome.IsOk)
        {
            Settle(now);
            return;
        }

        _failure = outcome;
        if (outcome.Code == OutcomeCode.Denied)
        {
            Fail(now);
        }
        else
        {
            _timer.Set(now + Pause);
        }
    }

    public void HandleTimeout(Instant now)
    {
        _timer.Stop();
        if (!_isSettling)
        {
            Process.Resume(this, now);
        }
        else if (_flows.AreUp && _unpublished == 0)
        {
            Finish(Outcome.Ok);
        }
        else
        {
            _timer.Set(now + Look);
        }
    }

    /// <summary>The next process ends too.</summary>
    public void Cancel(Instant now)
    {
        if (!IsOver)
        {
            Finish(Outcome.Failed($"{Process.Name} was destroyed while it was restarted"));
            _flows.Close(CloseReason.ShuttingDown, now);
        }
    }

    private void Settle(Instant now)
    {
        _isSettling = true;
        _deadline.Set(now + SettlingTime);
        _timer.Set(now);
        foreach (NameRecord record in _names.All.Where(record => record.Registrations.Contains(Process)).ToArray())
        {
            NameHash hash = _names.Rehash(record, Process);
            if (Process.Register(hash, now).IsOk)
            {
                _unpublished++;
                Process.AwaitRegistration(hash, new Publication(this), now);
            }
        }

        _flows.Adopt(Process, _succession.Partings, now);
    }

    private void Expire(Instant now)
    {
        if (!_isSettling)
        {
            Fail(now);
        }
        else
        {
            string rest = _flows.Missing > 0 ? $"{_flows.Missing} of its flows have no way to their other ends yet" : "the layer does not know all of its names yet";
            Finish(Outcome.Timeout(
                $"{Process.Name} is a member of layer '{_layer}' again, but {rest}", $"lamina show {Process.Name} adjacencies"));
        }
    }

    private void Fail(Instant now)
    {
        Finish(_failure with { Message = $"{Process.Name} did not come back into layer '{_layer}', and its flows have ended: {_failure.Message}" });
        Process.GiveUp(this, now);
        _names.UnregisterAll(Process);
        _context.Events?.Handle(StackEventKind.MemberLeft, Process.Name, $"did not come back into layer '{_layer}': {_failure.Message}");
        _flows.Close(CloseReason.MemberLost, now);
    }

    private void Finish(Outcome outcome)
    {
        IsOver = true;
        _timer.Remove();
        _deadline.Remove();
        _forget(this);
        PostedOutcome.Post(_context, _sink, outcome);
    }

    private sealed class Expiry(Replacement owner) : ITimed
    {
        public void HandleTimeout(Instant now) => owner.Expire(now);
    }

    private sealed class Publication(Replacement owner) : IOutcomeSink
    {
        public void HandleOutcome(Outcome outcome, Instant now)
        {
            if (outcome.IsOk)
            {
                owner._unpublished--;
            }
        }
    }
}
