using Lamina.Core;

namespace Lamina.Node.Access;

/// <summary>The rights to one stack, as they are at the moment; safe for many threads. Who is attached already keeps what it had.</summary>
/// <param name="policy">What they begin as.</param>
public sealed class StackAccess(AccessPolicy policy)
{
    private volatile AccessPolicy _policy = policy;

    /// <summary>Who may do what.</summary>
    public AccessPolicy Policy
    {
        get => _policy;
        set => _policy = value;
    }

    /// <summary>What a caller may do now.</summary>
    public AccessRight RightOf(Caller caller) => _policy.RightOf(caller);

    /// <summary>What to say to a caller whose right does not do.</summary>
    public Outcome Deny(Caller caller, AccessRight needed) => Outcome.Denied(
        $"{caller} has no right to {WordOf(needed)} this stack: {_policy.Describe(needed)} {(_policy.With(needed).Describe().Any() ? "have" : "has")} it",
        "run it as one of them; \"access\" in the daemon's configuration gives rights (a new member of a group logs in anew)");

    private static string WordOf(AccessRight right) => right switch
    {
        AccessRight.Administer => "administer",
        AccessRight.Use => "use",
        _ => "read",
    };
}
