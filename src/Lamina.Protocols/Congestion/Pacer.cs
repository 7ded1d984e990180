using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// A bucket of bytes that fills at a rate: what a flow may send at once, in bursts of 2 ms at the rate, at least four packets. It
/// may be overdrawn by a train, of up to 6 ms where the policy lets trains stay whole; nothing is sent until that is paid back.
/// </summary>
internal sealed class Pacer(int packet)
{
    private const double LongestBurst = 0.002;
    private const double LongestTrain = 0.006;

    private double _level = 4 * packet;
    private double _rate;
    private double _train;
    private Instant _filledAt;

    /// <summary>Bytes that may be sent; may be negative. Nothing limits them where there is no rate. Who may send a packet may send a train.</summary>
    public long Level => _rate <= 0 ? long.MaxValue : (long)(_level < packet ? _level : Math.Max(_level, _train));

    private double Burst => Math.Max(4.0 * packet, _rate * LongestBurst);

    /// <summary>Changes the rate, bytes per second; 0: any.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="train">Bytes of the longest train that may overdraw what is saved; 0: none.</param>
    /// <param name="now">The present.</param>
    public void SetRate(double rate, int train, Instant now)
    {
        Fill(now);
        _rate = rate;
        _train = Math.Min(train, rate * LongestTrain);
        _level = Math.Min(_level, Burst);
    }

    /// <summary>Time has passed.</summary>
    public void Fill(Instant now)
    {
        if (now > _filledAt)
        {
            _level = Math.Min(Burst, _level + (_rate * (now - _filledAt).TotalSeconds));
            _filledAt = now;
        }
    }

    /// <summary>Bytes are sent.</summary>
    public void Take(int bytes)
    {
        if (_rate > 0)
        {
            _level -= bytes;
        }
    }

    /// <summary>When half a burst may be sent: a timer serves several packets.</summary>
    public Instant TimeOfHalf(Instant now)
    {
        double missing = (Burst / 2) - _level;
        return missing <= 0 || _rate <= 0 ? now : now + Duration.FromSeconds(missing / _rate) + Duration.FromMicroseconds(1);
    }
}
