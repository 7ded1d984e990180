using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>What one member says about all its links.</summary>
/// <param name="Origin">The member.</param>
/// <param name="Sequence">Its count; a higher one replaces a lower one.</param>
/// <param name="Links">Its links, in the order of the neighbours' addresses, one for each.</param>
/// <param name="Expires">When it is forgotten here.</param>
public sealed record LinkState(Address Origin, ulong Sequence, Link[] Links, Instant Expires)
{
    /// <summary>Random number of the membership that speaks: two members that own one address differ in it.</summary>
    public ulong Instance { get; init; }

    /// <summary>In a secure layer: who says it; nobody in others.</summary>
    public PeerIdentity Speaker { get; init; }

    /// <summary>In a secure layer: the speaker's signed word for it, as it came; empty for what this member says itself.</summary>
    public ReadOnlyMemory<byte> Word { get; init; }

    /// <summary>A short form of <see cref="Instance"/>, for summaries.</summary>
    public uint Mark => (uint)(Instance ^ (Instance >> 32));

    /// <summary>True where the member only forwards: it keeps nothing for others.</summary>
    public bool IsRouter { get; init; }

    /// <summary>
    /// True where the member has left. Kept until it expires all the same: it must outlive earlier words of the member that
    /// are still on their way.
    /// </summary>
    public bool IsLeaving { get; init; }

    /// <summary>
    /// Which of two states of one origin is newer: by sequence, then by instance. Of two speakers, who own one address, the same one always, whatever they
    /// say: nobody can choose to win.
    /// </summary>
    public int CompareAge(LinkState other) => Compare(Speaker, other.Speaker) is not 0 and var order
        ? order
        : (Sequence, Instance).CompareTo((other.Sequence, other.Instance));

    /// <summary>Which of two speakers keeps an address that both own: above 0, the first. 0 where they are one, or one of them is nobody.</summary>
    public static int Compare(PeerIdentity one, PeerIdentity other)
    {
        if (one == other || one == PeerIdentity.Anonymous || other == PeerIdentity.Anonymous)
        {
            return 0;
        }

        Span<byte> first = stackalloc byte[NameHash.MaxLength];
        Span<byte> second = stackalloc byte[NameHash.MaxLength];
        one.KeyHash.CopyTo(first);
        other.KeyHash.CopyTo(second);
        return first.SequenceCompareTo(second);
    }

    /// <summary>True where both say the same, whatever their age.</summary>
    public bool SaysSameAs(LinkState other) =>
        IsRouter == other.IsRouter && IsLeaving == other.IsLeaving && Links.AsSpan().SequenceEqual(other.Links);

    /// <summary>What it says about the link to a neighbour; false where it announces none.</summary>
    public bool TryGetLink(Address neighbour, out LinkWeights weights)
    {
        int low = 0;
        int high = Links.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = Links[middle].Neighbour.CompareTo(neighbour);
            if (order == 0)
            {
                weights = Links[middle].Weights;
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        weights = default;
        return false;
    }

    /// <summary>The place of a member among link states by address; the complement of where it would be where it is not.</summary>
    internal static int PlaceOf(ReadOnlySpan<LinkState> states, Address origin)
    {
        int low = 0;
        int high = states.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = states[middle].Origin.CompareTo(origin);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
