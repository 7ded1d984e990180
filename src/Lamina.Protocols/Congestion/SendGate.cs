using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// Holds a flow back at its source: a window of bytes that may be under way, as its policy says, and a pace within it. Costs a
/// few additions per train; the clock is the caller's. A flow that sends nothing keeps no timer.
/// </summary>
public sealed class SendGate : ITimed
{
    private const int MostSilences = 16;

    private static readonly Duration ShortestSilence = Duration.FromMilliseconds(20);
    private static readonly Duration LongestSilence = Duration.FromMilliseconds(250);
    private static readonly Duration UnknownRoundTrip = Duration.FromMilliseconds(300);

    private readonly ICongestionControl _control;
    private readonly FeedbackLoop _loop;
    private readonly Pacer _pacer;
    private readonly MachineTimer _timer;
    private readonly IGateUser _user;
    private readonly int _packet;
    private Duration _roundTrip = UnknownRoundTrip;
    private bool _knowsRoundTrip;
    private bool _wasShut;
    private bool _isWanted;
    private int _silences;
    private Instant _heardAt;

    /// <summary>A gate that is open.</summary>
    /// <param name="timers">The stack's timers.</param>
    /// <param name="control">What the policy says of this flow.</param>
    /// <param name="packet">Bytes of the longest packet: less credit than that is none.</param>
    /// <param name="user">Who waits.</param>
    public SendGate(TimerQueue timers, ICongestionControl control, int packet, IGateUser user)
    {
        _control = control;
        _packet = packet;
        _user = user;
        _loop = new FeedbackLoop(packet);
        _pacer = new Pacer(packet);
        _timer = new MachineTimer(timers, this);
    }

    /// <summary>Bytes that may be sent now, 0 where that is less than a packet; then the user hears when there are more.</summary>
    public int Credit
    {
        get
        {
            long credit = Math.Max(Math.Min(Window - _loop.InFlight, _pacer.Level), Reserved);
            if (credit >= _packet)
            {
                return (int)Math.Min(credit, int.MaxValue);
            }

            _isWanted = true;
            _wasShut = true;
            return 0;
        }
    }

    /// <summary>True while there is no credit.</summary>
    public bool IsShut => Math.Min(Window - _loop.InFlight, _pacer.Level) < _packet;

    /// <summary>Bytes that are let through whatever the window and the pace say; see <see cref="Reserve"/>.</summary>
    public int Reserved { get; private set; }

    /// <summary>Times that nothing was answered for so long that all under way was given up.</summary>
    public long Silences { get; private set; }

    private long Window => Math.Max(2 * _packet, _control.Window >> Math.Min(_silences, MostSilences));

    private bool IsFull => Window - _loop.InFlight < _packet;

    private Duration Patience
    {
        get
        {
            Duration patience = Duration.Max(ShortestSilence, _roundTrip * 2) * (1L << Math.Min(_silences, 6));
            return Duration.Max(Duration.Min(patience, LongestSilence), _roundTrip * 2);
        }
    }

    /// <summary>Lets so many bytes through, which must be sent next, though the window or the pace would take less.</summary>
    public void Reserve(int bytes) => Reserved = bytes;

    /// <summary>Bytes are sent, maybe more than there was credit for.</summary>
    /// <returns>The marker that their packets carry.</returns>
    public byte NoteSent(int bytes, Instant now)
    {
        bool wasFull = IsFull;
        Reserved = Math.Max(0, Reserved - bytes);
        _pacer.Fill(now);
        _pacer.Take(bytes);
        byte marker = _loop.NoteSent(bytes, Window, now);
        _heardAt = wasFull ? _heardAt : now;
        if (IsShut)
        {
            Rearm(now);
        }

        return marker;
    }

    /// <summary>The destination has told how the packets fare.</summary>
    public void HandleReport(in ArrivalReport report, Instant now)
    {
        if (!_loop.TryTake(report, now, out CongestionSample sample))
        {
            return;
        }

        _silences = 0;
        _heardAt = now;
        _roundTrip = _knowsRoundTrip ? _roundTrip + ((sample.RoundTrip - _roundTrip) / 8) : sample.RoundTrip;
        _knowsRoundTrip = true;

        // The pace holds back who sends little, too: a larger window is of no use to a flow that does not use this one.
        bool isUnused = _loop.InFlight + sample.Settled < Window / 4;
        _control.HandleSample(sample with { IsIdle = !_wasShut || isUnused }, now);
        _wasShut &= !sample.IsRoundEnd || _isWanted;
        double rate = _control.PaceGain * _control.Window / Math.Max(1e-6, _roundTrip.TotalSeconds);
        _pacer.SetRate(_control.PaceGain > 0 ? rate : 0, _control.LongestTrain, now);
        Look(now);
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        _pacer.Fill(now);
        if (IsFull && now >= _heardAt + Patience)
        {
            _silences++;
            Silences++;
            _heardAt = now;
            _loop.Forget();
            _control.HandleSilence();
        }

        Look(now);
    }

    /// <summary>The flow is over.</summary>
    public void Close() => _timer.Remove();

    private void Look(Instant now)
    {
        if (IsShut)
        {
            Rearm(now);
        }
        else if (_isWanted)
        {
            _isWanted = false;
            _user.HandleOpen(now);
        }
    }

    // An answer opens a full window; time fills the bucket.
    private void Rearm(Instant now) =>
        _timer.Set(IsFull ? Instant.Max(_heardAt + Patience, now) : Instant.Max(_pacer.TimeOfHalf(now), now));
}
