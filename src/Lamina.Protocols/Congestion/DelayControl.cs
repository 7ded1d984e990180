using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// The policy <c>delay</c>: a window that keeps a small queue standing at the narrowest place, and does not mind losses. Waiting time
/// is what the layer's queues have written into the packets, or, where the queue is somebody else's, the growth of the round trip.
/// </summary>
internal sealed class DelayControl(int packet) : ICongestionControl
{
    private const double StartGain = 2;
    private const double SteadyGain = 1.25;

    // Of the excess of waiting over what is aimed at, this part is taken back in a round.
    private const double Decrease = 0.5;
    private const double LargestDecrease = 0.5;

    // Rounds of a start that bring less than a quarter more.
    private const int LevelRounds = 3;

    // Windows may be so many times what arrived lately: losses of 20 % and three quarters of growth.
    private const double MostOverRate = 2.2;

    private static readonly Duration Target = Duration.FromMilliseconds(2);
    private static readonly Duration ForeignTarget = Duration.FromMilliseconds(10);
    private static readonly Duration Interval = Duration.FromMilliseconds(2);

    private readonly RoundTripFloor _floor = new();
    private readonly RateCeiling _ceiling = new();
    private double _window = 64 * 1024;
    private double _startRate;
    private int _levelRounds;
    private int _calmRounds;
    private Duration _wait;
    private Instant _searchUntil;
    private Duration _found;
    private bool _isStarting = true;

    public long Window => (long)(IsSearching ? Math.Max(_window / 2, 2 * packet) : _window);

    public double PaceGain => _isStarting ? StartGain : SteadyGain;

    // For a round trip or two with half a window, whether the way has become shorter, or the queue has always stood.
    private bool IsSearching => _searchUntil != Instant.Zero;

    public void HandleSample(in CongestionSample sample, Instant now)
    {
        bool isWhile = _floor.Note(sample.RoundTrip, now);
        _wait = Duration.Max(_wait, sample.Wait);
        if (_isStarting)
        {
            Start(sample);
        }

        if (sample.IsRoundEnd)
        {
            _ceiling.Note(sample.Rate, sample.IsIdle);
            EndRound(sample, isWhile);
            _wait = Duration.Zero;
        }
        else if (isWhile)
        {
            ShrinkFor(Excess(_floor.Growth, ForeignTargetNow));
        }

        Search(sample, now);
        _window = Math.Max(_window, 2 * packet);
    }

    public void HandleSilence() => _isStarting = false;

    private Duration PacketTime => _ceiling.Highest > 0 ? Duration.FromSeconds(packet / _ceiling.Highest) : Duration.Zero;

    // Less than three packets cannot stand in a queue steadily.
    private Duration TargetNow => Duration.Max(Target, PacketTime * 3);

    private Duration ForeignTargetNow => Duration.Max(ForeignTarget, PacketTime * 4);

    private static double Excess(Duration wait, Duration target) => wait <= target ? 0 : 1 - (target.TotalSeconds / wait.TotalSeconds);

    private void Start(in CongestionSample sample)
    {
        bool waits = _wait > TargetNow || _floor.Growth > ForeignTargetNow;
        if (sample is { IsRoundEnd: true, Rate: > 0, IsIdle: false })
        {
            _levelRounds = sample.Rate > _startRate * 1.25 ? 0 : _levelRounds + 1;
            _startRate = Math.Max(_startRate, sample.Rate);
        }

        if (!waits && _levelRounds < LevelRounds)
        {
            _window += sample.IsIdle ? 0 : sample.Settled;
            return;
        }

        // What is under way is up to two windows of what the way takes.
        _isStarting = false;
        double fitting = Math.Max(_startRate, sample.Rate) * (_floor.Least + TargetNow + Interval).TotalSeconds;
        _window = fitting > 0 ? Math.Min(_window, fitting / (1 - Math.Min(sample.Loss, 0.5))) : _window / 2;
        _wait = Duration.Zero;
    }

    private void EndRound(in CongestionSample sample, bool isWhile)
    {
        if (_isStarting)
        {
            return;
        }

        double excess = Excess(_wait, TargetNow);
        if (isWhile)
        {
            excess = Math.Max(excess, Excess(_floor.Growth, ForeignTargetNow));
        }

        if (excess > 0)
        {
            ShrinkFor(excess);
        }
        else if (!sample.IsIdle && _floor.Growth <= ForeignTargetNow)
        {
            Grow();
        }
    }

    private void ShrinkFor(double excess)
    {
        if (excess > 0)
        {
            _calmRounds = 0;
            _window *= 1 - Math.Min(excess * Decrease, LargestDecrease);
        }
    }

    private void Grow()
    {
        // No waiting at all for long: the way has become wider, and a packet in a round trip would take for ever.
        bool isEmpty = _wait * 4 < TargetNow && _floor.Growth * 4 < ForeignTargetNow;
        _calmRounds = isEmpty ? Math.Min(_calmRounds + 1, 12) : 0;
        double step = _calmRounds <= 4 ? packet : Math.Min(packet * (double)(1 << (_calmRounds - 4)), _window / 8);
        double most = MostOverRate * _ceiling.Highest * (_floor.Least + TargetNow + Interval).TotalSeconds;
        if (most <= 0 || _window + step <= Math.Max(most, 64 * 1024))
        {
            _window += step;
        }
    }

    private void Search(in CongestionSample sample, Instant now)
    {
        if (IsSearching)
        {
            _found = Duration.Min(_found, sample.RoundTrip);
            if (now >= _searchUntil)
            {
                _floor.Renew(_found, now);
                _searchUntil = Instant.Zero;
            }
        }
        else if (_floor.IsOld(now))
        {
            _found = Duration.Forever;
            _searchUntil = now + (_floor.Smoothed * 2) + Duration.FromMilliseconds(5);
        }
    }
}
