using System.Globalization;
using Lamina.Core;
using Lamina.Ipc.Irm.Rules;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Tests.Irm.Rules;

public sealed class NameRulesTests(ITestOutputHelper output)
{
    private static readonly KeyId[] Nodes = [.. Enumerable.Range(1, 5).Select(i => KeyId.Of([(byte)i]))];
    private static readonly KeyId Self = Nodes[0];
    private static readonly KeyId Stranger = KeyId.Of([99]);

    private static RuleAsker Here => RuleAsker.Local(Self.ToPeerIdentity());

    [Fact]
    public void Random_changes_agree_with_the_oracle_about_everybody()
    {
        const ulong Seed = 20261121;
        output.WriteLine($"seed {Seed}");
        var random = new SeededRandom(Seed);
        IReadOnlyList<RuleAsker> everybody = RuleOracle.Everybody(Self, Nodes, Stranger);
        int added = 0;
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            NameRules rules = NameRules.None;
            List<NameRule> model = [];
            for (int step = 0; step < 12; step++)
            {
                if (random.NextUInt64() % 4 == 0)
                {
                    RulePeer gone = AnyPeer(random);
                    Assert.Equal(model.RemoveAll(rule => rule.Peer == gone) > 0, rules.TryRemove(gone, out rules));
                }
                else
                {
                    var rule = new NameRule(random.NextUInt64() % 2 == 0, AnyPeer(random));
                    int at = (int)(random.NextUInt64() % (ulong)(model.Count + 1));
                    List<NameRule> next = [.. model[..at], rule, .. model[at..]];
                    bool isUseful = RuleOracle.AllAreReached(next, everybody);
                    Outcome outcome = rules.TryAdd(rule, at + 1, out rules);
                    Assert.True(isUseful == outcome.IsOk, $"round {round}: {string.Join(", ", next)}: {outcome.Message}");
                    model = isUseful ? next : model;
                    added += isUseful ? 1 : 0;
                    refused += isUseful ? 0 : 1;
                }

                Assert.Equal(model, rules.All);
                foreach (RuleAsker asker in everybody)
                {
                    RuleVerdict verdict = rules.Judge(asker);
                    Assert.True(RuleOracle.IsAllowed(model, asker) == verdict.IsAllowed, $"{string.Join(", ", model)}: {asker}: {verdict}");
                    Assert.Equal(RuleOracle.RuleOf(model, asker), verdict.Rule);
                }
            }
        }

        Assert.True(added > 5000 && refused > 2000, $"{added} added, {refused} refused");
    }

    [Fact]
    public void Without_rules_everybody_may_whom_the_layer_lets_in()
    {
        Assert.True(NameRules.None.Judge(RuleAsker.Unproved).IsAllowed);
        Assert.True(NameRules.None.Judge(Of(2)).IsAllowed);
        Assert.True(NameRules.None.Judge(Here).IsAllowed);
    }

    [Fact]
    public void One_who_is_allowed_shuts_the_others_out_and_one_who_is_denied_does_not()
    {
        NameRules allow = Make("allow 2");
        Assert.Equal((true, 1), Short(allow.Judge(Of(2))));
        Assert.Equal((false, 0), Short(allow.Judge(Of(3))));
        Assert.Equal((false, 0), Short(allow.Judge(Here)));
        NameRules deny = Make("deny 2");
        Assert.Equal((false, 1), Short(deny.Judge(Of(2))));
        Assert.Equal((true, 0), Short(deny.Judge(Of(3))));
        Assert.Equal((true, 0), Short(deny.Judge(Here)));
    }

    [Theory]
    [InlineData("allow 2")]
    [InlineData("deny 2")]
    [InlineData("allow members")]
    [InlineData("deny 2, allow anyone")]
    public void An_identity_that_was_stripped_is_refused_by_the_first_rule_that_asks_for_one(string rules)
    {
        RuleVerdict verdict = Make(rules).Judge(RuleAsker.Unproved);
        Assert.Equal((false, 1), Short(verdict));
        Assert.Contains("nothing was proved", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Anyone_is_also_who_proved_nothing() => Assert.Equal((true, 1), Short(Make("allow anyone").Judge(RuleAsker.Unproved)));

    [Fact]
    public void A_program_of_this_stack_is_this_node()
    {
        Assert.Equal((true, 1), Short(Make("allow 1").Judge(Here)));
        Assert.Equal((false, 1), Short(Make("deny 1").Judge(Here)));
        Assert.Equal((false, 0), Short(Make("allow 1").Judge(RuleAsker.Local(PeerIdentity.Anonymous))));
    }

    [Fact]
    public void A_rule_that_would_decide_nothing_is_refused_with_the_one_in_its_way()
    {
        NameRules rules = Make("allow members");
        Outcome outcome = rules.TryAdd(new NameRule(false, new RulePeer(RulePeerKind.Node, Nodes[1])), null, out _);
        Assert.Equal(OutcomeCode.Usage, outcome.Code);
        Assert.Contains("rule 1 (allow members) comes before it", outcome.Message, StringComparison.Ordinal);
        Assert.True(rules.TryAdd(new NameRule(false, new RulePeer(RulePeerKind.Node, Nodes[1])), 1, out rules).IsOk);
        Assert.False(rules.Judge(Of(2)).IsAllowed);
        outcome = rules.TryAdd(new NameRule(false, RulePeer.Anyone), 1, out _);
        Assert.Contains("would never be reached any more", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(OutcomeCode.Usage, rules.TryAdd(new NameRule(true, RulePeer.Anyone), 4, out _).Code);
    }

    [Fact]
    public void A_name_has_a_bounded_number_of_rules()
    {
        NameRules rules = NameRules.None;
        for (int i = 0; i < NameRules.MaxCount; i++)
        {
            Assert.True(rules.TryAdd(new NameRule(true, new RulePeer(RulePeerKind.Node, KeyId.Of(BitConverter.GetBytes(i)))), null, out rules).IsOk);
        }

        Assert.Equal(OutcomeCode.Failed, rules.TryAdd(new NameRule(true, RulePeer.Anyone), null, out _).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Members")]
    [InlineData("3f2a3f2a3f2a3f2a")]
    [InlineData("3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2")]
    public void Only_whole_ids_and_two_words_are_peers(string text)
    {
        Assert.False(RulePeer.TryParse(text, out _, out Outcome refusal));
        Assert.Equal(OutcomeCode.Usage, refusal.Code);
        Assert.Contains("64 hexadecimal digits", refusal.Message, StringComparison.Ordinal);
    }

    private static (bool, int) Short(RuleVerdict verdict) => (verdict.IsAllowed, verdict.Rule);

    private static RuleAsker Of(int node) => RuleAsker.Proved(Nodes[node - 1].ToPeerIdentity());

    private static RulePeer AnyPeer(SeededRandom random) => (int)(random.NextUInt64() % 8) switch
    {
        0 => RulePeer.Anyone,
        1 => RulePeer.Members,
        var i => new RulePeer(RulePeerKind.Node, Nodes[i % Nodes.Length]),
    };

    private static NameRules Make(string rules)
    {
        IEnumerable<NameRule> parsed = rules.Split(", ").Select(rule => rule.Split(' ')).Select(words => new NameRule(
            words[0] == "allow",
            words[1] switch
            {
                "anyone" => RulePeer.Anyone,
                "members" => RulePeer.Members,
                var node => new RulePeer(RulePeerKind.Node, Nodes[int.Parse(node, CultureInfo.InvariantCulture) - 1]),
            }));
        Assert.True(NameRules.TryMake(parsed, out NameRules made).IsOk);
        return made;
    }
}
