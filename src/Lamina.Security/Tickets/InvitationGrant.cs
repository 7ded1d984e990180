using Lamina.Security.Credentials;

namespace Lamina.Security.Tickets;

/// <summary>What who comes with an invitation is given.</summary>
/// <param name="Rights">What its credential permits; without <see cref="Credentials.Rights.AnyName"/>, which follows from the names.</param>
/// <param name="Names">The names that it may register; null: any.</param>
/// <param name="Lifetime">How long its credential is valid.</param>
public sealed record InvitationGrant(Rights Rights, IReadOnlyList<string>? Names, TimeSpan Lifetime);
