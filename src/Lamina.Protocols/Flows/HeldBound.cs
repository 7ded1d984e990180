using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// How many bytes may be unacknowledged. It begins modestly and doubles, round trip by round trip, while it is what holds the
/// writer back, while more of it would travel and not only wait (the round trip is below twice the shortest), and while little
/// is lost. Never more than the flow's limit, nor than half of what the pool has left, so that other flows get something, too.
/// </summary>
internal sealed class HeldBound(PacketPool pool, RttEstimator rtt, int limit)
{
    /// <summary>What it begins with: 1 MiB.</summary>
    internal const int Initial = 1 << 20;

    // However little the pool has left.
    private const int Least = 2 * PacketPool.LargeCapacity;

    // A round in which more than this part was lost says nothing about room.
    private const int LostPart = 4;

    // Bytes a second, 10 Gbit/s, over a path as short as it ever is: what allows that is large enough. Between two ends of one host
    // more would only lie in queues.
    private const double FastEnough = 10e9 / 8;

    private SequenceNumber _roundEnd;
    private long _lostBefore;
    private bool _isLimiting;

    /// <summary>The bound in bytes, the pool left aside.</summary>
    public int Bytes { get; private set; } = Math.Min(Initial, limit);

    /// <summary>True where a bound of so many bytes could be what makes the flow slow.</summary>
    public bool IsSlow(long bytes) => bytes < FastEnough * rtt.Min.TotalSeconds;

    /// <summary>True where so many bytes may be held.</summary>
    public bool Allows(long bytes, int held)
    {
        if (bytes <= Bytes && (bytes <= Least || bytes <= Share(held)))
        {
            return true;
        }

        _isLimiting = true;
        return false;
    }

    /// <summary>Something was acknowledged.</summary>
    /// <param name="acknowledged">The number behind the highest of what was.</param>
    /// <param name="next">The number that comes next.</param>
    /// <param name="everLost">Segments that have counted as lost so far.</param>
    public void HandleNews(SequenceNumber acknowledged, SequenceNumber next, long everLost)
    {
        if (acknowledged.IsBefore(_roundEnd))
        {
            return;
        }

        long sent = Math.Max(1, next.DistanceFrom(_roundEnd));
        if (_isLimiting && IsSlow(Bytes) && rtt.Smoothed < rtt.Min * 2 && (everLost - _lostBefore) * LostPart < sent)
        {
            Bytes = (int)Math.Min(limit, Bytes * 2L);
        }

        BeginRound(next, everLost);
    }

    /// <summary>A run begins at a number.</summary>
    public void BeginRound(SequenceNumber next, long everLost)
    {
        _roundEnd = next;
        _lostBefore = everLost;
        _isLimiting = false;
    }

    // What is held already came out of the same pool.
    private long Share(int held) => (pool.Limit - pool.RentedBytes + held) / 2;
}
