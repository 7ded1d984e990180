using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Tickets;

/// <summary>What an inviter keeps of a ticket: enough to know it again, not enough to print it again.</summary>
/// <param name="Layer">Into which layer.</param>
/// <param name="Number">The ticket's number.</param>
/// <param name="Key">What its secret becomes, <see cref="TicketSecret.KeyLength"/> bytes: who reads this can come in the ticket's stead.</param>
/// <param name="Uses">How many nodes may come with it.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Grant">What they get.</param>
public sealed record Invitation(Name Layer, uint Number, ReadOnlyMemory<byte> Key, int Uses, DateTimeOffset NotAfter, InvitationGrant Grant)
{
    /// <summary>Who has come.</summary>
    public IReadOnlyList<KeyId> UsedBy { get; init; } = [];

    /// <summary>How many more may come.</summary>
    public int Left => Math.Max(0, Uses - UsedBy.Count);

    /// <summary>What it is worth to a node.</summary>
    public InvitationVerdict Examine(KeyId node, DateTimeOffset now) =>
        UsedBy.Contains(node) ? InvitationVerdict.Again
        : now >= NotAfter ? InvitationVerdict.Expired
        : Left == 0 ? InvitationVerdict.UsedUp
        : InvitationVerdict.Good;
}
