namespace Lamina.Daemon.Control;

/// <summary>GET /v1/invitations.</summary>
/// <param name="Invitations">The eldest first; those whose date was over a month ago are not there.</param>
public sealed record InvitationList(IReadOnlyList<InvitationEntry> Invitations)
{
    /// <summary>Name and version of this form.</summary>
    public string Schema { get; init; } = "lamina.invitations/1";
}
