using Lamina.Core;

namespace Lamina.Daemon.Control;

/// <summary>Which nodes may have flows to names, and which users of this host may stand behind them.</summary>
public interface IPolicyControl
{
    /// <param name="name">Null: all names of which something is said.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<Answer<PolicyList>> ListRulesAsync(string? name, CancellationToken cancel);

    ValueTask<Outcome> AddRuleAsync(RuleRequest request, CancellationToken cancel);

    ValueTask<Outcome> RetractRuleAsync(RuleRequest request, CancellationToken cancel);

    ValueTask<Outcome> SetRulesAsync(RuleSetRequest request, CancellationToken cancel);

    ValueTask<Outcome> ReserveAsync(ReservationRequest request, CancellationToken cancel);

    /// <param name="name">The name.</param>
    /// <param name="peer">A node id; "members": one of which no rule speaks; "anyone": one that proved nothing.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<Answer<VerdictReport>> WouldAsync(string name, string peer, CancellationToken cancel);
}
