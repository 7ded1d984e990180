using System.Globalization;
using Lamina.Core;

namespace Lamina.Ipc.Irm.Rules;

/// <summary>
/// Who may have flows to one name: the first rule that matches decides. A value: a change is another one.
/// <para>
/// Who proved nothing is refused by the first rule that wants to know who it is, whatever that rule says: an identity that was stripped on the way is a
/// refusal. What matches no rule: with a rule that allows, nobody else; without, members, as where there are no rules at all.
/// </para>
/// </summary>
public sealed class NameRules
{
    /// <summary>Rules of one name.</summary>
    public const int MaxCount = 256;

    /// <summary>No rules: members.</summary>
    public static readonly NameRules None = new([]);

    private readonly NameRule[] _rules;

    private NameRules(NameRule[] rules) => _rules = rules;

    /// <summary>In their order.</summary>
    public IReadOnlyList<NameRule> All => _rules;

    /// <summary>True where who matches no rule is let in, as a member of its layer.</summary>
    public bool AdmitsOthers => !Array.Exists(_rules, static rule => rule.Allows);

    /// <summary>True where everybody matches a rule.</summary>
    public bool DecidesAll => _rules.Length > 0 && _rules[^1].Peer.Kind != RulePeerKind.Node;

    /// <summary>All rules at once.</summary>
    /// <param name="rules">In their order.</param>
    /// <param name="made">The rules.</param>
    /// <returns>What is wrong with one of them.</returns>
    public static Outcome TryMake(IEnumerable<NameRule> rules, out NameRules made)
    {
        made = None;
        Outcome outcome = Outcome.Ok;
        foreach (NameRule rule in rules)
        {
            outcome = outcome.IsOk ? made.TryAdd(rule, null, out made) : outcome;
        }

        return outcome;
    }

    /// <summary>With one rule more.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="at">Its number from then on, from 1; null: the last.</param>
    /// <param name="with">The rules.</param>
    /// <returns>A rule that could never decide anything, or takes that from another one, is refused: it is not what somebody meant.</returns>
    public Outcome TryAdd(NameRule rule, int? at, out NameRules with)
    {
        with = this;
        int index = (at ?? (_rules.Length + 1)) - 1;
        if (index < 0 || index > _rules.Length)
        {
            return Outcome.Usage(string.Create(CultureInfo.InvariantCulture, $"there is no place {at} among {_rules.Length} rules"), "lamina name rules NAME");
        }

        if (_rules.Length >= MaxCount)
        {
            return Outcome.Failed($"a name has {MaxCount} rules at most", "allow members, and let fewer nodes in");
        }

        for (int i = 0; i < _rules.Length; i++)
        {
            NameRule other = _rules[i];
            (NameRule first, NameRule second) = i < index ? (other, rule) : (rule, other);
            if (first.Peer.Covers(second.Peer))
            {
                string which = string.Create(CultureInfo.InvariantCulture, $"rule {i + 1} ({other})");
                return Outcome.Usage(
                    i < index ? $"'{rule}' would never be reached: {which} comes before it and matches all that it does"
                        : $"{which} would never be reached any more: '{rule}' would come before it and match all that it does",
                    $"lamina name retract NAME --peer {other.Peer}, or another place with --at");
            }
        }

        with = new NameRules([.. _rules[..index], rule, .. _rules[index..]]);
        return Outcome.Ok;
    }

    /// <summary>Without the rule about somebody.</summary>
    /// <returns>False: there is none.</returns>
    public bool TryRemove(RulePeer peer, out NameRules without)
    {
        without = new NameRules(Array.FindAll(_rules, rule => rule.Peer != peer));
        return without._rules.Length < _rules.Length;
    }

    /// <summary>Says whether somebody may have a flow, and by which rule.</summary>
    public RuleVerdict Judge(in RuleAsker asker)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            NameRule rule = _rules[i];
            if (rule.Peer.Kind != RulePeerKind.Anyone && asker.Kind == AskerKind.Unproved)
            {
                return new RuleVerdict(false, i + 1, $"by {Word(i)}: it asks who somebody is, and nothing was proved");
            }

            if (Matches(rule.Peer, asker))
            {
                return new RuleVerdict(rule.Allows, i + 1, $"by {Word(i)}");
            }
        }

        return _rules.Length == 0 ? new RuleVerdict(true, 0, "there are no rules, so every member may")
            : AdmitsOthers ? new RuleVerdict(true, 0, "no rule matches, and none allows others: every other member may")
            : new RuleVerdict(false, 0, "no rule matches, and only those may whom a rule allows");
    }

    private static bool Matches(in RulePeer peer, in RuleAsker asker) => peer.Kind switch
    {
        RulePeerKind.Node => asker.Peer == peer.Node.ToPeerIdentity(),
        _ => true,
    };

    private string Word(int index) => string.Create(CultureInfo.InvariantCulture, $"rule {index + 1}: {_rules[index]}");
}
