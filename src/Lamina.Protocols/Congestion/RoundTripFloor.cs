using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// The shortest round trip of the last ten seconds, and that of a short while: their difference is a queue that stands, for an end
/// that waits for the processor, or a burst, does not last through a whole while.
/// </summary>
internal sealed class RoundTripFloor
{
    private static readonly Duration Memory = Duration.FromSeconds(10);
    private static readonly Duration ShortestWhile = Duration.FromMilliseconds(20);

    private Duration _present = Duration.Forever;
    private Duration _before = Duration.Forever;
    private Instant _since;
    private Instant _foundAt;

    /// <summary>The shortest; nothing is known at first.</summary>
    public Duration Least { get; private set; } = Duration.Forever;

    /// <summary>A mean of all, an eighth for each new one.</summary>
    public Duration Smoothed { get; private set; }

    /// <summary>How much longer than the shortest those of the last while were, all of them.</summary>
    public Duration Growth { get; private set; }

    /// <summary>True where the shortest was not seen again for ten seconds: less must be under way for once.</summary>
    public bool IsOld(Instant now) => Least != Duration.Forever && now - _foundAt > Memory;

    /// <summary>One more is known.</summary>
    /// <param name="whole">The round trip.</param>
    /// <param name="explained">How much of it was spent in queues that tell: that is no growth.</param>
    /// <param name="now">The present.</param>
    /// <returns>True at the end of a while: <see cref="Growth"/> is new.</returns>
    public bool Note(Duration whole, Duration explained, Instant now)
    {
        // A queue that says more than all of it is a broken byte, or a liar: taken at its word the path would have no length.
        Duration roundTrip = explained < whole ? whole - explained : whole;
        Smoothed = Least == Duration.Forever ? whole : Smoothed + ((whole - Smoothed) / 8);
        _present = Duration.Min(_present, roundTrip);
        if (roundTrip <= Least + (Least / 16))
        {
            // Two in a row: an answer to an older question of the same marker seems to have come very soon, and would be believed for long.
            Duration shorter = Least == Duration.Forever ? roundTrip : Duration.Max(roundTrip, _before);
            _foundAt = now;
            Least = Duration.Min(Least, shorter);
        }

        _before = roundTrip;

        if (now - _since < Duration.Max(ShortestWhile, Smoothed))
        {
            return false;
        }

        Growth = Duration.Max(Duration.Zero, _present - Least);
        _present = Duration.Forever;
        _since = now;
        return true;
    }

    /// <summary>The way was emptied as far as this flow can: what it measures now is the shortest.</summary>
    public void Renew(Duration roundTrip, Instant now)
    {
        Least = roundTrip;
        _foundAt = now;
        Growth = Duration.Zero;
    }
}
