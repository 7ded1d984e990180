using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc.Irm.Rules;
using Lamina.Node.Access;
using Lamina.Node.Management;

namespace Lamina.Daemon.Nodes;

/// <summary>Rules and reservations of a node's names.</summary>
internal sealed class NodePolicies(StackManagement management) : IPolicyControl
{
    public async ValueTask<Answer<PolicyList>> ListRulesAsync(string? name, CancellationToken cancel)
    {
        if (name is not null && !NodeNames.TryParse(name, out _, out Outcome refusal))
        {
            return refusal;
        }

        IReadOnlyList<KeyValuePair<string, NamePolicy>> all = await management.Policies.ListAsync();
        PolicyEntry[] entries = [.. all.Where(entry => name is null || entry.Key == name).Select(entry => ToEntry(entry.Key, entry.Value))];
        return new PolicyList(name is not null && entries.Length == 0 ? [ToEntry(name, NamePolicy.None)] : entries);
    }

    public async ValueTask<Outcome> AddRuleAsync(RuleRequest request, CancellationToken cancel) =>
        !NodeNames.TryParse(request.Name, out Name name, out Outcome refusal) || !RulePeer.TryParse(request.Peer, out RulePeer peer, out refusal) ? refusal
        : await management.Policies.AddRuleAsync(name, new NameRule(request.Allow, peer), request.At);

    public async ValueTask<Outcome> RetractRuleAsync(RuleRequest request, CancellationToken cancel)
    {
        RulePeer peer = default;
        return !NodeNames.TryParse(request.Name, out Name name, out Outcome refusal)
            || (request.Peer is not null && !RulePeer.TryParse(request.Peer, out peer, out refusal)) ? refusal
            : await management.Policies.RetractRuleAsync(name, request.Peer is null ? null : peer);
    }

    public async ValueTask<Outcome> SetRulesAsync(RuleSetRequest request, CancellationToken cancel)
    {
        if (!NodeNames.TryParse(request.Name, out Name name, out Outcome refusal)
            || !TryRead(request.Rules ?? [], out NameRule[] rules, out refusal)
            || !TryReserve(request.Users, request.Groups, out NameReservation? reservation, out refusal))
        {
            return refusal;
        }

        Outcome outcome = await management.Policies.SetRulesAsync(name, rules);
        return outcome.IsOk ? await management.Policies.ReserveAsync(name, reservation) : outcome;
    }

    public async ValueTask<Outcome> ReserveAsync(ReservationRequest request, CancellationToken cancel) =>
        !NodeNames.TryParse(request.Name, out Name name, out Outcome refusal)
            || !TryReserve(request.Users, request.Groups, out NameReservation? reservation, out refusal) ? refusal
        : await management.Policies.ReserveAsync(name, reservation);

    public async ValueTask<Answer<VerdictReport>> WouldAsync(string name, string peer, CancellationToken cancel)
    {
        if (!NodeNames.TryParse(name, out Name parsed, out Outcome refusal) || !RulePeer.TryParse(peer, out RulePeer who, out refusal))
        {
            return refusal;
        }

        RuleAsker asker = who.Kind switch
        {
            RulePeerKind.Anyone => RuleAsker.Unproved,
            RulePeerKind.Members => new RuleAsker(AskerKind.Proved, PeerIdentity.Anonymous),
            _ => RuleAsker.Proved(who.Node.ToPeerIdentity()),
        };
        RuleVerdict verdict = await management.Policies.JudgeAsync(parsed, asker);
        return new VerdictReport(name, peer, verdict.IsAllowed, verdict.Rule, verdict.Why);
    }

    /// <summary>Reads rules as they are written down.</summary>
    public static bool TryRead(IReadOnlyList<RuleEntry> entries, out NameRule[] rules, out Outcome refusal)
    {
        refusal = Outcome.Ok;
        rules = new NameRule[entries.Count];
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Verdict is not (RuleEntry.Allow or RuleEntry.Deny))
            {
                refusal = Outcome.Usage($"'{entries[i].Verdict}' is no verdict", "allow, deny");
                return false;
            }

            if (!RulePeer.TryParse(entries[i].Peer, out RulePeer peer, out refusal))
            {
                return false;
            }

            rules[i] = new NameRule(entries[i].Verdict == RuleEntry.Allow, peer);
        }

        return true;
    }

    private static bool TryReserve(
        IReadOnlyList<string>? users, IReadOnlyList<string>? groups, out NameReservation? reservation, out Outcome refusal)
    {
        reservation = null;
        if (!AccountNames.TryFind(users ?? [], groups ?? [], out AccessList found, out refusal))
        {
            return false;
        }

        reservation = found is { Users.Count: 0, Groups.Count: 0 } ? null
            : new NameReservation([.. found.Users.Select(user => user.Id)], [.. found.Groups.Select(group => group.Id)]);
        return true;
    }

    private static PolicyEntry ToEntry(string name, NamePolicy policy) => new(
        name,
        [.. policy.Rules.All.Select(rule => new RuleEntry(rule.Allows ? RuleEntry.Allow : RuleEntry.Deny, rule.Peer.ToString()))],
        policy.Rules.DecidesAll ? PolicyEntry.Decided : policy.Rules.AdmitsOthers ? PolicyEntry.Members : PolicyEntry.Nobody,
        policy.Reservation?.Users.Select(AccountNames.OfUser).ToArray(),
        policy.Reservation?.Groups.Select(AccountNames.OfGroup).ToArray());
}
