namespace Lamina.Daemon.Control;

/// <summary>POST /v1/invitations: gives out a ticket.</summary>
/// <param name="Layer">Into which layer.</param>
/// <param name="Uses">For how many nodes, 1 to 1000.</param>
/// <param name="ExpiresInSeconds">For how long; null: a day. At most a year.</param>
/// <param name="Names">The names that who comes may register; null: any.</param>
/// <param name="CredentialSeconds">How long its credential is valid, a minute at least; null: a year.</param>
public sealed record InviteRequest(
    string Layer, int Uses = 1, long? ExpiresInSeconds = null, IReadOnlyList<string>? Names = null, long? CredentialSeconds = null);
