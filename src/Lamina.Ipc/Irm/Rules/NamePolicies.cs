using Lamina.Core;

namespace Lamina.Ipc.Irm.Rules;

/// <summary>
/// The rules and reservations of names. Kept here and not with what is bound: a name that nobody stands behind for a moment keeps its rules.
/// </summary>
public sealed class NamePolicies
{
    /// <summary>Names that have rules or reservations.</summary>
    public const int MaxNames = 4096;

    private readonly SortedDictionary<string, NamePolicy> _policies = new(StringComparer.Ordinal);

    /// <summary>Flows that rules have refused.</summary>
    public long RefusedFlows { get; internal set; }

    /// <summary>Names that have some, in order.</summary>
    public IReadOnlyCollection<KeyValuePair<string, NamePolicy>> All => _policies;

    /// <summary>What is said of a name; nothing, where nothing is.</summary>
    public NamePolicy Of(Name name) => _policies.GetValueOrDefault(name.Value, NamePolicy.None);

    /// <summary>Says another thing of a name.</summary>
    public Outcome Set(Name name, NamePolicy policy)
    {
        if (policy is { Rules.All.Count: 0, Reservation: null })
        {
            _policies.Remove(name.Value);
            return Outcome.Ok;
        }

        if (_policies.Count >= MaxNames && !_policies.ContainsKey(name.Value))
        {
            return Outcome.Failed($"{MaxNames} names have rules or reservations already", "lamina name rules");
        }

        _policies[name.Value] = policy;
        return Outcome.Ok;
    }

    /// <summary>Judges who asks for a flow to a name, and counts refusals.</summary>
    internal RuleVerdict Judge(Name name, in RuleAsker asker)
    {
        RuleVerdict verdict = Of(name).Rules.Judge(asker);
        RefusedFlows += verdict.IsAllowed ? 0 : 1;
        return verdict;
    }
}
