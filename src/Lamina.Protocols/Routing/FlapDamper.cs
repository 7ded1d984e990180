using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// Keeps links that flap from shaking the whole layer: the loss of a link is said at once, but one that was lost twice within
/// 60 s must stay up for 1 s before it is announced again, then twice as long with each loss, up to 8 s.
/// </summary>
internal sealed class FlapDamper
{
    private static readonly Duration Calm = Duration.FromSeconds(60);
    private static readonly Duration FirstHold = Duration.FromSeconds(1);

    // Less than `connect` waits for the route (10 s).
    private static readonly Duration LongestHold = Duration.FromSeconds(8);

    private readonly Dictionary<Address, Flap> _flaps = [];

    /// <summary>A link was lost.</summary>
    public void HandleDown(Address neighbour, Instant now)
    {
        if (!_flaps.TryGetValue(neighbour, out Flap flap))
        {
            Forget(now);
        }

        bool isFirst = flap.LastLoss == default || now - flap.LastLoss > Calm;
        Duration hold = isFirst ? Duration.Zero : Duration.Min(Duration.Max(FirstHold, flap.Hold * 2), LongestHold);
        _flaps[neighbour] = new Flap(now, hold, Instant.Never);
    }

    /// <summary>From when on a link that is up may be announced. Asked again, it says the same.</summary>
    public Instant UsableFrom(Address neighbour, Instant now)
    {
        if (!_flaps.TryGetValue(neighbour, out Flap flap))
        {
            return now;
        }

        if (flap.UsableFrom == Instant.Never)
        {
            flap = flap with { UsableFrom = now + flap.Hold };
            _flaps[neighbour] = flap;
        }

        return flap.UsableFrom;
    }

    // Who has been calm for long needs no entry; looked at when one is added, so there are never many.
    private void Forget(Instant now)
    {
        foreach ((Address neighbour, Flap flap) in _flaps)
        {
            if (now - flap.LastLoss > Calm)
            {
                _flaps.Remove(neighbour);
            }
        }
    }

    private readonly record struct Flap(Instant LastLoss, Duration Hold, Instant UsableFrom);
}
