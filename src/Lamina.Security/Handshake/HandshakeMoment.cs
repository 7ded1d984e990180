using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>The present, by two clocks: what was seen before is remembered by the first, what credentials say is compared with the second.</summary>
/// <param name="Now">The driver's clock, which only goes forward.</param>
/// <param name="WallTime">The time of the day, which may be wrong.</param>
public readonly record struct HandshakeMoment(Instant Now, DateTimeOffset WallTime)
{
    /// <summary>The present of a domain. Where it has no clock, it is 1970, and no credential is valid.</summary>
    public static HandshakeMoment In(MachineContext context, Instant now) => new(now, context.WallClock?.WallTime ?? DateTimeOffset.UnixEpoch);
}
