using Lamina.Core;

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>
/// So many at once, and so many a second: a bucket that is kept as the one time at which all that was taken is paid for.
/// </summary>
/// <param name="burst">At once.</param>
/// <param name="perSecond">A second.</param>
public struct Allowance(int burst, int perSecond)
{
    private readonly Duration _interval = Interval(perSecond);
    private readonly Duration _room = Interval(perSecond) * burst;
    private Instant _paidUntil;

    /// <summary>The time that one of so many a second has.</summary>
    public static Duration Interval(int perSecond) => Duration.FromSeconds(1) / perSecond;

    /// <summary>Takes one; false where there is none.</summary>
    public bool TryTake(Instant now) => TryTake(ref _paidUntil, _interval, _room, now);

    /// <summary>As a bucket of which only the time is kept elsewhere.</summary>
    public static bool TryTake(ref Instant paidUntil, Duration interval, Duration room, Instant now)
    {
        Instant next = Instant.Max(paidUntil, now) + interval;
        if (next - now > room)
        {
            return false;
        }

        paidUntil = next;
        return true;
    }
}
