using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// The newest link state of every member that is heard of, each with a lifetime. Iterates in the order of addresses,
/// so that what is computed from it does not depend on the order of arrival.
/// </summary>
/// <param name="capacity">The most members that it holds; more are refused.</param>
public sealed class LinkStateDatabase(int capacity = LinkStateDatabase.DefaultCapacity)
{
    /// <summary>Default of the most members: 16384.</summary>
    public const int DefaultCapacity = 16_384;

    private readonly SortedDictionary<Address, LinkState> _states = [];

    /// <summary>Members heard of.</summary>
    public int Count => _states.Count;

    /// <summary>All link states, by address.</summary>
    public IEnumerable<LinkState> All => _states.Values;

    /// <summary>When the first entry is forgotten.</summary>
    public Instant NextExpiry
    {
        get
        {
            Instant next = Instant.Never;
            foreach (LinkState state in _states.Values)
            {
                next = Instant.Min(next, state.Expires);
            }

            return next;
        }
    }

    /// <summary>The link state of a member.</summary>
    public bool TryGet(Address origin, out LinkState state) => _states.TryGetValue(origin, out state!);

    /// <summary>Takes a link state in, if it is newer than what is here.</summary>
    public LinkStateVerdict Offer(LinkState state)
    {
        if (_states.TryGetValue(state.Origin, out LinkState? known))
        {
            // Two members that own one address must not stop each other's words half way: one of them passes.
            int order = (state.Sequence, state.Instance).CompareTo((known.Sequence, known.Instance));
            if (order <= 0)
            {
                return order == 0 ? LinkStateVerdict.Same : LinkStateVerdict.Older;
            }
        }
        else if (_states.Count >= capacity)
        {
            return LinkStateVerdict.NoRoom;
        }

        _states[state.Origin] = state;
        return LinkStateVerdict.Newer;
    }

    /// <summary>Forgets what is past its lifetime.</summary>
    /// <returns>True when something was.</returns>
    public bool Expire(Instant now)
    {
        List<Address>? dead = null;
        foreach (LinkState state in _states.Values)
        {
            if (state.Expires <= now)
            {
                (dead ??= []).Add(state.Origin);
            }
        }

        dead?.ForEach(origin => _states.Remove(origin));
        return dead is not null;
    }

    /// <summary>The graph of the links that both ends announce: what one end alone says proves nothing.</summary>
    public Graph ToGraph()
    {
        var graph = new Graph();
        foreach (LinkState state in _states.Values)
        {
            foreach (Link link in state.Links)
            {
                if (_states.TryGetValue(link.Neighbour, out LinkState? other) && Announces(other, state.Origin))
                {
                    graph.Add(state.Origin, link.Neighbour, link.Cost);
                }
            }
        }

        return graph;
    }

    private static bool Announces(LinkState state, Address neighbour)
    {
        foreach (Link link in state.Links)
        {
            if (link.Neighbour == neighbour)
            {
                return true;
            }
        }

        return false;
    }
}
