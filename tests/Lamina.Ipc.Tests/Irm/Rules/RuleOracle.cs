using Lamina.Ipc.Irm.Rules;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Tests.Irm.Rules;

/// <summary>Rules as a table of everybody that there could be, filled from the last rule to the first. Slow, and in no way like the machine.</summary>
internal static class RuleOracle
{
    /// <summary>Everybody that rules about some nodes can tell apart: somebody unknown, a program here, each node, and one that no rule names.</summary>
    public static IReadOnlyList<RuleAsker> Everybody(KeyId self, IEnumerable<KeyId> nodes, KeyId stranger) =>
    [
        RuleAsker.Unproved,
        RuleAsker.Local(self.ToPeerIdentity()),
        .. nodes.Append(stranger).Distinct().Select(node => RuleAsker.Proved(node.ToPeerIdentity())),
    ];

    /// <summary>The number of the rule that decides, 0: none.</summary>
    public static int RuleOf(IReadOnlyList<NameRule> rules, RuleAsker asker)
    {
        int decides = 0;
        for (int i = rules.Count; i >= 1; i--)
        {
            decides = Concerns(rules[i - 1], asker) ? i : decides;
        }

        return decides;
    }

    public static bool IsAllowed(IReadOnlyList<NameRule> rules, RuleAsker asker) => RuleOf(rules, asker) switch
    {
        0 => rules.All(rule => !rule.Allows),
        var number when asker.Kind == AskerKind.Unproved => rules[number - 1] is { Allows: true, Peer.Kind: RulePeerKind.Anyone },
        var number => rules[number - 1].Allows,
    };

    /// <summary>True where each rule decides for somebody.</summary>
    public static bool AllAreReached(IReadOnlyList<NameRule> rules, IReadOnlyList<RuleAsker> everybody) =>
        Enumerable.Range(1, rules.Count).All(number => everybody.Any(asker => RuleOf(rules, asker) == number));

    private static bool Concerns(NameRule rule, RuleAsker asker) => asker.Kind == AskerKind.Unproved
        || rule.Peer.Kind != RulePeerKind.Node
        || asker.Peer.NodeId == rule.Peer.Node.ToString();
}
