using System.Globalization;

namespace Lamina.Security.Tickets;

/// <summary>What is said of invitations that are worth nothing any more, to who had one.</summary>
public static class InvitationTexts
{
    /// <summary>Its date is over.</summary>
    public static string Expired(Invitation invitation) => $"the ticket was valid until {Text(invitation.NotAfter)}";

    /// <summary>Others have come.</summary>
    public static string UsedUp(Invitation invitation) => invitation.Uses == 1
        ? "the ticket was for one node, and another one has used it"
        : $"the ticket was for {invitation.Uses} nodes, and that many have used it";

    /// <summary>A date, for people.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
