using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// The sequence numbers of all that a member knows of a range of addresses. What is not in <paramref name="Known"/>, it does not
/// know.
/// </summary>
/// <param name="First">The first address of the range.</param>
/// <param name="Last">The last one.</param>
/// <param name="Known">What is known, by address.</param>
public sealed record LinkStateSummary(Address First, Address Last, IReadOnlyList<KnownLinkState> Known)
{
    /// <summary>
    /// True where it answers a summary of the other side; otherwise the sender begins to talk, and wants one back.
    /// </summary>
    public bool IsAnswer { get; init; }

    /// <summary>Most members in one summary, so that the message stays short enough to be read.</summary>
    public const int MaxMembers = 2048;

    /// <summary>A whole database as summaries of ranges that leave no address out.</summary>
    public static IEnumerable<LinkStateSummary> Of(LinkStateDatabase database)
    {
        var all = new KnownLinkState[database.Count];
        for (int i = 0; i < all.Length; i++)
        {
            LinkState state = database.All[i];
            all[i] = new(state.Origin, state.Sequence, state.Mark);
        }

        ulong from = 0;
        for (int i = 0; i + MaxMembers < all.Length; i += MaxMembers)
        {
            ulong next = all[i + MaxMembers].Origin.Value;
            yield return new(new Address(from), new Address(next - 1), all[i..(i + MaxMembers)]);
            from = next;
        }

        int rest = all.Length == 0 ? 0 : (all.Length - 1) / MaxMembers * MaxMembers;
        yield return new(new Address(from), new Address(ulong.MaxValue), all[rest..]);
    }
}
