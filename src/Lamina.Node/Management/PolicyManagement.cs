using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Irm.Rules;

namespace Lamina.Node.Management;

/// <summary>Which nodes may have flows to names, and which users of this host may stand behind them.</summary>
public sealed class PolicyManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;

    internal PolicyManagement(ManagementCalls calls, IpcResourceManager irm)
    {
        _calls = calls;
        _irm = irm;
    }

    /// <summary>What is said of names, by name.</summary>
    public Task<IReadOnlyList<KeyValuePair<string, NamePolicy>>> ListAsync() =>
        _calls.InvokeAsync<IReadOnlyList<KeyValuePair<string, NamePolicy>>>(_ => [.. _irm.Policy.All]);

    /// <summary>All rules of a name, instead of what there was.</summary>
    public Task<Outcome> SetRulesAsync(Name name, IReadOnlyList<NameRule> rules) => ChangeAsync(
        name, (NamePolicy policy, out NamePolicy next) =>
        {
            Outcome outcome = NameRules.TryMake(rules, out NameRules made);
            next = policy with { Rules = made };
            return outcome;
        });

    /// <summary>One rule more.</summary>
    /// <param name="name">The name.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="at">Its number, from 1; null: the last.</param>
    public Task<Outcome> AddRuleAsync(Name name, NameRule rule, int? at = null) => ChangeAsync(
        name, (NamePolicy policy, out NamePolicy next) =>
        {
            Outcome outcome = policy.Rules.TryAdd(rule, at, out NameRules with);
            next = policy with { Rules = with };
            return outcome with { Hint = outcome.Hint.Replace("NAME", name.Value, StringComparison.Ordinal) };
        });

    /// <summary>Without the rule about somebody; null: without any.</summary>
    public Task<Outcome> RetractRuleAsync(Name name, RulePeer? peer) => ChangeAsync(
        name, (NamePolicy policy, out NamePolicy next) =>
        {
            NameRules without = NameRules.None;
            bool isThere = peer is { } one ? policy.Rules.TryRemove(one, out without) : policy.Rules.All.Count > 0;
            next = policy with { Rules = without };
            return isThere ? Outcome.Ok : Outcome.NotFound(
                peer is null ? $"name '{name}' has no rules" : $"name '{name}' has no rule about {peer}", $"lamina name rules {name}");
        });

    /// <summary>Which users may stand behind a name; null: whoever comes first. What is bound stays.</summary>
    public Task<Outcome> ReserveAsync(Name name, NameReservation? reservation) => ChangeAsync(
        name, (NamePolicy policy, out NamePolicy next) =>
        {
            next = policy with { Reservation = reservation };
            return Outcome.Ok;
        });

    /// <summary>Whether somebody would be given a flow to a name, and by which rule.</summary>
    public Task<RuleVerdict> JudgeAsync(Name name, RuleAsker asker) => _calls.InvokeAsync(
        _ => _irm.Policy.Of(name).Rules.Judge(asker.Kind == AskerKind.Proved && asker.Peer == _irm.Self ? RuleAsker.Local(_irm.Self) : asker));

    private Task<Outcome> ChangeAsync(Name name, Change change) => _calls.InvokeAsync(_ =>
    {
        Outcome outcome = change(_irm.Policy.Of(name), out NamePolicy next);
        return outcome.IsOk ? _irm.Policy.Set(name, next) : outcome;
    });

    private delegate Outcome Change(NamePolicy policy, out NamePolicy next);
}
