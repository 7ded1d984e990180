using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>The round-trip time and the retransmission time-out that follows from it (RFC 6298), in one unit: nanoseconds.</summary>
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

    private const int MaxBackOff = 12;

    private Duration _variation;
    private int _backOff;

    /// <summary>Smoothed; 0 before the first sample.</summary>
    public Duration Smoothed { get; private set; }

    /// <summary>The shortest sample; 0 before the first.</summary>
    public Duration Min { get; private set; }

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

    /// <summary>An acknowledgement of a packet that was sent once only (Karn).</summary>
    public void Add(Duration sample)
    {
        sample = Duration.Max(sample, new Duration(1));
        if (Smoothed == Duration.Zero)
        {
            Smoothed = sample;
            Min = sample;
            _variation = sample / 2;
            return;
        }

        Min = Duration.Min(Min, sample);
        Duration error = sample > Smoothed ? sample - Smoothed : Smoothed - sample;
        _variation = ((_variation * 3) + error) / 4;
        Smoothed = ((Smoothed * 7) + sample) / 8;
    }

    /// <summary>The time-out ran out: the next one is twice as long.</summary>
    public void BackOff() => _backOff = Math.Min(_backOff + 1, MaxBackOff);

    /// <summary>Something was acknowledged.</summary>
    public void EndBackOff() => _backOff = 0;
}
