namespace Lamina.Daemon.Control;

/// <summary>A layer was joined.</summary>
/// <param name="Layer">Which.</param>
/// <param name="Ipcp">The IPC process that is a member of it.</param>
/// <param name="Member">The member that it is connected to.</param>
/// <param name="Bearer">The udp process below.</param>
/// <param name="Local">Where that is bound.</param>
/// <param name="IsBearerNew">True where it was made for this.</param>
/// <param name="CredentialUntil">Until when the credential is valid.</param>
public sealed record JoinReport(string Layer, string Ipcp, string Member, string Bearer, string Local, bool IsBearerNew, DateTimeOffset CredentialUntil)
{
    /// <summary>Name and version of this form.</summary>
    public string Schema { get; init; } = "lamina.join/1";
}
