using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// The policy <c>delay</c>: a window that keeps a small queue standing at the narrowest place, and does not mind losses. Waiting time
/// is what the layer's queues have written into the packets, or, where the queue is somebody else's, the growth of the round trip.
/// </summary>
internal sealed class DelayControl(int packet) : ICongestionControl
{
    private const double InitialWindow = 64 * 1024;

    private const double StartGain = 3;
    private const int StartGrowth = 2;
    private const double SteadyGain = 1.25;

    // Of what is under way because packets wait too long, this part is taken back in a round.
    private const double Decrease = 0.8;
    private const double LargestDecrease = 0.5;

    // Rounds of a start that bring less than a quarter more.
    private const int LevelRounds = 3;

    // Windows may be so many times what arrived lately, and what is lost steadily besides, up to this part of what is sent.
    private const double MostOverRate = 2.2;
    private const double MostLoss = 0.3;

    // Trains on a way of no length are whole ones, and half as long for each ShortWay more: so Linux sizes those of TCP (tcp_tso_rtt_log).
    private const int MostHalvings = 20;

    // Rounds without waiting, after which the window grows by more than a packet.
    private const int CalmRounds = 2;

    private static readonly Duration Target = Duration.FromMilliseconds(2);
    private static readonly Duration ForeignTarget = Duration.FromMilliseconds(20);
    private static readonly Duration Interval = Duration.FromMilliseconds(2);

    private static readonly Duration ShortWay = Duration.FromMicroseconds(512);

    private readonly RoundTripFloor _floor = new();
    private readonly RateCeiling _ceiling = new();
    private double _window = InitialWindow;
    private double _startRate;
    private double _loss;
    private int _levelRounds;
    private int _calmRounds;
    private Duration _wait = Duration.Forever;
    private Instant _searchUntil;
    private Duration _found;
    private bool _isStarting = true;

    public long Window => (long)(IsSearching ? Math.Max(_window / 2, 2 * packet) : _window);

    public double PaceGain => _isStarting ? StartGain : SteadyGain;

    public int LongestTrain => PacketPool.LargeCapacity >> (int)Math.Min(MostHalvings, _floor.Least.TotalSeconds / ShortWay.TotalSeconds);

    // For a round trip or two with half a window, whether the way has become shorter, or the queue has always stood.
    private bool IsSearching => _searchUntil != Instant.Zero;

    public void HandleSample(in CongestionSample sample, Instant now)
    {
        bool isWhile = _floor.Note(sample.RoundTrip, sample.Wait, now);
        _wait = Duration.Min(_wait, sample.Wait);
        if (_isStarting)
        {
            Start(sample);
        }

        if (sample.IsRoundEnd)
        {
            // Where the start has just ended, what was measured of it says nothing more.
            _ceiling.Note(sample.Rate, sample.IsIdle);
            _loss = Math.Min(_loss + ((sample.Loss - _loss) / 8), MostLoss);
            EndRound(sample, isWhile);
            _wait = Duration.Forever;
        }
        else if (isWhile)
        {
            ShrinkFor(_floor.Growth - ForeignTargetNow);
        }

        Search(sample, now);
        _window = Math.Max(_window, 2 * packet);
    }

    public void HandleSilence()
    {
        // The gate halves the window for as long as it lasts; a start that an unlucky loss has silenced goes on.
    }

    private Duration PacketTime => _ceiling.Highest > 0 ? Duration.FromSeconds(packet / _ceiling.Highest) : Duration.Zero;

    // Less than three packets cannot stand in a queue steadily.
    private Duration TargetNow => Duration.Max(Target, PacketTime * 3);

    private Duration ForeignTargetNow => Duration.Max(ForeignTarget, PacketTime * 8);

    private void Start(in CongestionSample sample)
    {
        bool waits = sample.Wait > TargetNow || _floor.Growth > ForeignTargetNow;
        _window += waits || sample.IsIdle ? 0 : StartGrowth * sample.Settled;
        if (sample is not { IsRoundEnd: true, Rate: > 0 } || (sample.IsIdle && !waits))
        {
            return;
        }

        // Waiting alone is not the end: what is below may be starting, too, and lets more through in each round.
        bool isMore = sample.Rate > _startRate * 1.25;
        _startRate = Math.Max(_startRate, sample.Rate);
        _levelRounds = isMore ? 0 : _levelRounds + (waits ? LevelRounds : 1);
        if (_levelRounds >= LevelRounds)
        {
            // What is under way is up to three windows of what the way takes.
            _isStarting = false;
            double fitting = _startRate * (_floor.Least + TargetNow + Interval).TotalSeconds;
            _window = Math.Min(_window, fitting / (1 - Math.Min(sample.Loss, 0.5)));
            _wait = Duration.Zero;
        }
    }

    private void EndRound(in CongestionSample sample, bool isWhile)
    {
        if (_isStarting)
        {
            return;
        }

        Duration excess = _wait - TargetNow;
        if (isWhile)
        {
            excess = Duration.Max(excess, _floor.Growth - ForeignTargetNow);
        }

        if (excess > Duration.Zero)
        {
            ShrinkFor(excess);
        }
        else if (!sample.IsIdle && _floor.Growth <= ForeignTargetNow)
        {
            Grow();
        }
    }

    private void ShrinkFor(Duration excess)
    {
        if (excess > Duration.Zero)
        {
            double part = excess.TotalSeconds / Math.Max(1e-6, _floor.Smoothed.TotalSeconds);
            _calmRounds = 0;
            _window *= 1 - Math.Min(part * Decrease, LargestDecrease);
        }
    }

    private void Grow()
    {
        // No waiting at all for long: the way has become wider, and a packet in a round trip would take for ever.
        bool isEmpty = _wait < TargetNow / 4 && _floor.Growth < ForeignTargetNow / 4;
        _calmRounds = isEmpty ? Math.Min(_calmRounds + 1, 16) : 0;
        double root = Math.Max(packet, Math.Sqrt(_window * packet) / 2);
        double step = Math.Max(root, Math.Min(root * (1 << Math.Max(0, _calmRounds - CalmRounds)), _window / 8));
        double most = MostOverRate / (1 - _loss) * _ceiling.Highest * (_floor.Least + TargetNow + Interval).TotalSeconds;
        if (most <= 0 || _window + step <= Math.Max(most, InitialWindow))
        {
            _window += step;
        }
    }

    private void Search(in CongestionSample sample, Instant now)
    {
        if (IsSearching)
        {
            _found = Duration.Min(_found, sample.RoundTrip - sample.Wait);
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
