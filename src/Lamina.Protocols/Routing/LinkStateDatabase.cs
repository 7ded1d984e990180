using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// The newest link state of every member that is heard of, each with a lifetime. Kept in the order of addresses, so that
/// what is computed from it does not depend on the order of arrival.
/// </summary>
/// <param name="capacity">The most members that it holds; more are refused.</param>
public sealed class LinkStateDatabase(int capacity = LinkStateDatabase.DefaultCapacity)
{
    /// <summary>Default of the most members: 16384.</summary>
    public const int DefaultCapacity = 16_384;

    private LinkState[] _states = [];

    /// <summary>Members heard of.</summary>
    public int Count { get; private set; }

    /// <summary>All link states, by address. Good until the next change.</summary>
    public ReadOnlySpan<LinkState> All => _states.AsSpan(0, Count);

    /// <summary>
    /// Nothing is forgotten before. May be too early: what is said again lives longer, and only <see cref="Expire"/> looks.
    /// </summary>
    public Instant NextExpiry { get; private set; } = Instant.Never;

    /// <summary>The link state of a member.</summary>
    public bool TryGet(Address origin, out LinkState state)
    {
        int place = PlaceOf(origin);
        state = place >= 0 ? _states[place] : null!;
        return place >= 0;
    }

    /// <summary>Takes a link state in, if it is newer than what is here.</summary>
    public LinkStateVerdict Offer(LinkState state)
    {
        int place = PlaceOf(state.Origin);
        if (place >= 0)
        {
            // Two members that own one address must not stop each other's words half way: one of them passes.
            LinkState known = _states[place];
            int order = state.CompareAge(known);
            if (order <= 0)
            {
                return order == 0 ? LinkStateVerdict.Same : LinkStateVerdict.Older;
            }

            _states[place] = state;
        }
        else if (Count >= capacity)
        {
            return LinkStateVerdict.NoRoom;
        }
        else
        {
            Insert(~place, state);
        }

        NextExpiry = Instant.Min(NextExpiry, state.Expires);
        return LinkStateVerdict.Newer;
    }

    /// <summary>Forgets what is past its lifetime.</summary>
    /// <returns>True when something was.</returns>
    public bool Expire(Instant now)
    {
        if (NextExpiry > now)
        {
            return false;
        }

        int kept = 0;
        NextExpiry = Instant.Never;
        for (int i = 0; i < Count; i++)
        {
            LinkState state = _states[i];
            if (state.Expires > now)
            {
                NextExpiry = Instant.Min(NextExpiry, state.Expires);
                _states[kept++] = state;
            }
        }

        bool any = kept < Count;
        _states.AsSpan(kept, Count - kept).Clear();
        Count = kept;
        return any;
    }

    /// <summary>The place of a member among <see cref="All"/>; the complement of where it would be where it is not.</summary>
    internal int PlaceOf(Address origin) => LinkState.PlaceOf(All, origin);

    private void Insert(int place, LinkState state)
    {
        if (Count == _states.Length)
        {
            Array.Resize(ref _states, Math.Max(8, Count * 2));
        }

        _states.AsSpan(place, Count - place).CopyTo(_states.AsSpan(place + 1));
        _states[place] = state;
        Count++;
    }
}
