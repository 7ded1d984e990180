using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// A bucket of bytes that fills at a rate: what a flow may send at once, in bursts of 2 ms at the rate, at least four packets. It
/// may be overdrawn by a train; nothing is sent until that is paid back.
/// </summary>
internal sealed class Pacer(int packet)
{
    private const double LongestBurst = 0.002;

    private double _level = 4 * packet;
    private double _rate;
    private Instant _filledAt;

    /// <summary>Bytes that may be sent; may be negative. Nothing limits them where there is no rate.</summary>
    public long Level => _rate <= 0 ? long.MaxValue : (long)_level;

    private double Burst => Math.Max(4.0 * packet, _rate * LongestBurst);

    /// <summary>Changes the rate, bytes per second; 0: any.</summary>
    public void SetRate(double rate, Instant now)
    {
        Fill(now);
        _rate = rate;
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
