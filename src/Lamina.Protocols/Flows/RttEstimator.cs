using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>The round-trip time and the time-outs that follow from it (RFC 6298, RFC 8985 section 7), in one unit: nanoseconds.</summary>
/// <param name="ackDelay">How long the peer may hold an acknowledgement: the least margin above the smoothed time.</param>
/// <param name="longest">The time-out is never longer.</param>
internal sealed class RttEstimator(Duration ackDelay, Duration longest)
{
    /// <summary>
    /// The time-out before the first sample. Below RFC 6298's second: the flow was allocated over the same path a moment ago.
    /// </summary>
    internal static readonly Duration InitialTimeout = Duration.FromMilliseconds(250);

    /// <summary>The time-out is never shorter: loops wake late.</summary>
    internal static readonly Duration MinTimeout = Duration.FromMilliseconds(10);

    /// <summary>How long to wait for the first answer of all before one packet is sent again: too early costs one packet.</summary>
    internal static readonly Duration InitialProbe = Duration.FromMilliseconds(50);

    private const int MaxBackOff = 12;

    private static readonly Duration MinProbe = Duration.FromMilliseconds(5);

    // A path may become longer: the shortest time is that of the last one to two of these.
    private static readonly Duration MinAge = Duration.FromSeconds(10);

    private Duration _variation;
    private Duration _minBefore;
    private Duration _minNow;
    private Instant _minSince;
    private int _backOff;

    /// <summary>Smoothed; 0 before the first sample.</summary>
    public Duration Smoothed { get; private set; }

    /// <summary>The shortest sample of the last 10 to 20 s; 0 before the first.</summary>
    public Duration Min => Duration.Min(_minBefore, _minNow);

    /// <summary>How long to wait for an acknowledgement, back-off included.</summary>
    public Duration Timeout
    {
        get
        {
            Duration timeout = Smoothed == Duration.Zero
                ? InitialTimeout
                : Smoothed + Duration.Max(_variation * 4, ackDelay);
            return Duration.Min(Duration.Max(timeout, MinTimeout) * (1L << _backOff), longest);
        }
    }

    /// <summary>
    /// How long after the last news the tail is probed: a round trip, what it varies by (a second one at most), and what the peer may
    /// hold back.
    /// </summary>
    public Duration ProbeDelay
    {
        get
        {
            Duration variation = Duration.Max(Smoothed / 4, Duration.Min(Smoothed, _variation * 4));
            Duration delay = Smoothed == Duration.Zero ? InitialProbe : Smoothed + variation + ackDelay;
            return Duration.Min(Duration.Max(delay, MinProbe), longest);
        }
    }

    /// <summary>An acknowledgement of a packet that was sent once only (Karn).</summary>
    public void Add(Duration sample, Instant now)
    {
        sample = Duration.Max(sample, new Duration(1));
        if (Smoothed == Duration.Zero)
        {
            Smoothed = sample;
            _minBefore = sample;
            _minNow = sample;
            _minSince = now;
            _variation = sample / 2;
            return;
        }

        if (now - _minSince > MinAge)
        {
            _minBefore = _minNow;
            _minNow = sample;
            _minSince = now;
        }

        _minNow = Duration.Min(_minNow, sample);
        Duration error = sample > Smoothed ? sample - Smoothed : Smoothed - sample;
        _variation = ((_variation * 3) + error) / 4;
        Smoothed = ((Smoothed * 7) + sample) / 8;
    }

    /// <summary>The time-out ran out: the next one is twice as long.</summary>
    public void BackOff() => _backOff = Math.Min(_backOff + 1, MaxBackOff);

    /// <summary>Something was acknowledged.</summary>
    public void EndBackOff() => _backOff = 0;
}
