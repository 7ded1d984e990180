using Lamina.Security.Credentials;

namespace Lamina.Daemon.Authorities;

/// <summary>What a person says of a credential that is to be issued.</summary>
/// <param name="Rights">What it permits; without <see cref="Security.Credentials.Rights.AnyName"/>, which follows from the names.</param>
/// <param name="Names">The names that it permits to register; null: all.</param>
/// <param name="Lifetime">How long.</param>
public sealed record IssueTerms(Rights Rights, IReadOnlyList<string>? Names, TimeSpan Lifetime)
{
    /// <summary>A year: long for whom nobody renews yet, and warned of 30, 7 and 1 days before its end.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(365);

    /// <summary>What the node of the authority gives itself.</summary>
    public static readonly IssueTerms ForItself = new(Rights.Member | Rights.Router, null, DefaultLifetime);
}
