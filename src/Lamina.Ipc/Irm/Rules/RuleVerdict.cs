namespace Lamina.Ipc.Irm.Rules;

/// <summary>What rules say of somebody who asks.</summary>
/// <param name="IsAllowed">It may have the flow.</param>
/// <param name="Rule">The number of the rule that said so, the first is 1; 0: none did.</param>
/// <param name="Why">Half a sentence for a person: "by rule 2: allow members".</param>
public readonly record struct RuleVerdict(bool IsAllowed, int Rule, string Why);
