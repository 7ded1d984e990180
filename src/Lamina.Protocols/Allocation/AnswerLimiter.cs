using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// Bounds the answers to packets that nobody waits for: a burst of 32, then one in 10 ms. Enough for a peer's flows to
/// learn of a restart within a moment, too few to be used as a weapon.
/// </summary>
internal struct AnswerLimiter
{
    private const int Burst = 32;
    private static readonly Duration Interval = Duration.FromMilliseconds(10);

    // The time at which all answers so far are paid for; never further ahead than a burst.
    private Instant _paidUntil;

    public bool TryTake(Instant now)
    {
        Instant next = Instant.Max(_paidUntil, now) + Interval;
        if (next - now > Interval * Burst)
        {
            return false;
        }

        _paidUntil = next;
        return true;
    }
}
