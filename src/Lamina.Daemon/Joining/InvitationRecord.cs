using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Daemon.Joining;

/// <summary>An invitation in the file of its book.</summary>
/// <param name="Layer">Into which layer.</param>
/// <param name="Number">The ticket's number.</param>
/// <param name="Key">What its secret becomes.</param>
/// <param name="Uses">How many nodes may come with it.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Rights">What they may be, in words.</param>
/// <param name="Names">What they may register; null: any name.</param>
/// <param name="CredentialSeconds">How long their credentials are valid.</param>
/// <param name="UsedBy">Who has come.</param>
internal sealed record InvitationRecord(
    string Layer, uint Number, byte[] Key, int Uses, DateTimeOffset NotAfter, IReadOnlyList<string> Rights, IReadOnlyList<string>? Names, long CredentialSeconds,
    IReadOnlyList<string> UsedBy)
{
    public static InvitationRecord Of(Invitation invitation) => new(
        invitation.Layer.Value, invitation.Number, invitation.Key.ToArray(), invitation.Uses, invitation.NotAfter, RightNames.Of(invitation.Grant.Rights),
        invitation.Grant.Names, (long)invitation.Grant.Lifetime.TotalSeconds, [.. invitation.UsedBy.Select(node => node.ToString())]);

    /// <summary>Null where it cannot be understood.</summary>
    public Invitation? ToInvitation()
    {
        Rights rights = Rights.Select(RightNames.Parse).Aggregate(Security.Credentials.Rights.None, (all, one) => all | one);
        List<KeyId> used = [];
        foreach (string text in UsedBy)
        {
            if (!KeyId.TryParse(text, out KeyId node))
            {
                return null;
            }

            used.Add(node);
        }

        return Name.TryParse(Layer, out Name layer) && Key.Length == TicketSecret.KeyLength && CredentialSeconds > 0
            ? new Invitation(layer, Number, Key, Uses, NotAfter, new InvitationGrant(rights, Names, TimeSpan.FromSeconds(CredentialSeconds))) { UsedBy = used }
            : null;
    }
}
