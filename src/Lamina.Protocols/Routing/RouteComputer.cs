using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// Says when routes are computed anew, and computes them: 10 ms after a first change, so that changes that come together need
/// one computation; less and less often, down to once a second, while changes elsewhere keep coming. A change of an own link
/// is never kept waiting longer than 10 ms.
/// </summary>
/// <param name="self">The member.</param>
/// <param name="policy">How it finds its ways.</param>
public sealed class RouteComputer(Address self, IRoutingPolicy policy)
{
    private static readonly Duration Pause = Duration.FromMilliseconds(10);
    private static readonly Duration ShortestHold = Duration.FromMilliseconds(20);
    private static readonly Duration LongestHold = Duration.FromSeconds(1);

    private readonly Throttle _throttle = new(Pause, ShortestHold, LongestHold);

    /// <summary>The routes in use.</summary>
    public RouteSets Routes { get; private set; } = RouteSets.None;

    /// <summary>When routes are computed next; never, where they follow from all that is known.</summary>
    public Instant NextTimeout { get; private set; } = Instant.Never;

    /// <summary>How often they were computed.</summary>
    public long Computations { get; private set; }

    /// <summary>See <see cref="ILinkStateUser.HandleGraphChanged"/>.</summary>
    public void HandleGraphChanged(bool isNear, Instant now) =>
        NextTimeout = Instant.Min(NextTimeout, isNear ? now + Pause : _throttle.Next(now));

    /// <summary>Time has come.</summary>
    /// <returns>True when there are new routes.</returns>
    public bool HandleTimeout(LinkStateDatabase database, Instant now)
    {
        if (NextTimeout > now)
        {
            return false;
        }

        NextTimeout = Instant.Never;
        _throttle.HandleRun(now);
        Computations++;
        Routes = RouteSets.Compute(policy, new Graph(database.All), self);
        return true;
    }
}
