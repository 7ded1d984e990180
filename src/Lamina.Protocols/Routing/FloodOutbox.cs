using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// What a neighbour should hear: the origins, not their states, so that it gets the newest of each and none twice. News leave at
/// once, or after a pause that grows while more keep coming; refreshes wait for company.
/// </summary>
internal sealed class FloodOutbox
{
    private static readonly Duration ShortestPause = Duration.FromMilliseconds(10);
    private static readonly Duration LongestPause = Duration.FromMilliseconds(160);

    private readonly HashSet<Address> _origins = [];
    private readonly Throttle _throttle = new(Duration.Zero, ShortestPause, LongestPause);

    /// <summary>Until then a summary that the neighbour begins with is its side of a beginning that both know of.</summary>
    public Instant ExpectsSummaryUntil { get; set; } = Instant.Zero;

    /// <summary>When it should be emptied.</summary>
    public Instant Due { get; private set; } = Instant.Never;

    /// <summary>The neighbour should hear what an origin says that is new.</summary>
    public void AddNews(Address origin, Instant now)
    {
        _origins.Add(origin);
        Due = Instant.Min(Due, _throttle.Next(now));
    }

    /// <summary>The neighbour should hear that an origin still says the same, by then at the latest.</summary>
    public void AddRefresh(Address origin, Instant due)
    {
        if (_origins.Add(origin) && Due == Instant.Never)
        {
            Due = due;
        }
    }

    /// <summary>The neighbour knows what an origin says.</summary>
    public void Remove(Address origin)
    {
        if (_origins.Remove(origin) && _origins.Count == 0)
        {
            Due = Instant.Never;
        }
    }

    /// <summary>Takes all out, as the newest states.</summary>
    public List<LinkState> Take(LinkStateDatabase database, Instant now)
    {
        var states = new List<LinkState>(_origins.Count);
        foreach (Address origin in _origins)
        {
            if (database.TryGet(origin, out LinkState state))
            {
                states.Add(state);
            }
        }

        _origins.Clear();
        _throttle.HandleRun(now);
        Due = Instant.Never;
        return states;
    }
}
