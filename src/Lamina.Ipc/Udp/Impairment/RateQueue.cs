using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>What waits for the rate of one way: told by the time at which its last byte will have left.</summary>
public sealed class RateQueue
{
    private Instant _free;

    /// <summary>Bytes that there is room for; nothing limits them where there is no rate.</summary>
    public long RoomAt(LinkImpairment profile, Instant now) =>
        profile.BitsPerSecond == 0 ? long.MaxValue : Math.Max(0, profile.QueueBytes - WaitingAt(profile, now));

    /// <summary>When there is room for so many bytes. A little later: rounding must not make it the moment before.</summary>
    public Instant TimeOfRoom(LinkImpairment profile, long bytes) =>
        _free - TimeFor(Math.Max(0, profile.QueueBytes - bytes), profile) + Duration.FromMicroseconds(1);

    /// <summary>Takes a datagram.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TryAdd(int length, LinkImpairment profile, Instant now, out Instant departure)
    {
        departure = now;
        if (profile.BitsPerSecond == 0)
        {
            return true;
        }

        if (length > RoomAt(profile, now))
        {
            return false;
        }

        departure = _free = Instant.Max(_free, now) + TimeFor(length, profile);
        return true;
    }

    /// <summary>Forgets what waits.</summary>
    public void Clear() => _free = Instant.Zero;

    private long WaitingAt(LinkImpairment profile, Instant now) =>
        _free <= now ? 0 : (long)((_free - now).TotalSeconds * profile.BitsPerSecond / 8);

    private static Duration TimeFor(long bytes, LinkImpairment profile) =>
        profile.BitsPerSecond == 0 ? Duration.Zero : Duration.FromSeconds(bytes * 8.0 / profile.BitsPerSecond);
}
