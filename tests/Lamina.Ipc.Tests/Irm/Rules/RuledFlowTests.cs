using Lamina.Core;
using Lamina.Ipc.Irm.Rules;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Tests.Irm.Rules;

/// <summary>Rules where flows arrive: nobody hears of what they refuse.</summary>
public sealed class RuledFlowTests
{
    private static readonly Name Service = Name.Parse("service");
    private static readonly KeyId Self = KeyId.Of([1]);

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;

    public RuledFlowTests() => _stack = new TestStack(_time, self: Self.ToPeerIdentity());

    [Theory]
    [InlineData("deny anyone", CloseReason.Denied)]
    [InlineData("allow members", CloseReason.None)]
    [InlineData("deny members", CloseReason.Denied)]
    [InlineData("allow self", CloseReason.None)]
    [InlineData("deny self", CloseReason.Denied)]
    [InlineData("allow other", CloseReason.Denied)]
    public void A_program_of_this_stack_is_judged_as_this_node(string rule, CloseReason reason)
    {
        TestAcceptor acceptor = _stack.Serve("service");
        Rule(rule);
        TestSink sink = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(1));
        Assert.Equal((1, reason), (sink.Outcomes, sink.Reason));
        Assert.Equal(reason == CloseReason.None ? 1 : 0, acceptor.Arrivals.Count);
        Assert.Equal(reason == CloseReason.None ? 0 : 1, _stack.Irm.Policy.RefusedFlows);
    }

    [Theory]
    [InlineData("deny anyone", CloseReason.Denied)]
    [InlineData("allow anyone", CloseReason.None)]
    [InlineData("allow members", CloseReason.Denied)]
    [InlineData("deny other", CloseReason.Denied)]
    [InlineData("allow self", CloseReason.Denied)]
    public void In_an_insecure_layer_every_rule_that_asks_who_it_is_refuses(string rule, CloseReason reason)
    {
        var process = new ScriptedIpcProcess("uni", "net", _stack.Irm);
        _stack.Irm.Add(process);
        Assert.True(_stack.Irm.RegisterAtProcess(Service, "uni", _time.Now).IsOk);
        TestAcceptor acceptor = _stack.Serve("service");
        Rule(rule);
        var arrival = new ScriptedArrival(NameHash.Of(Service, process.HashAlgorithm), _stack.Irm.NextFlowId(), [0]);
        ((IIpcProcessHost)_stack.Irm).HandleArrival(process, arrival, _time.Now);
        Assert.Equal(reason, arrival.RefusedBecause);
        Assert.Equal(reason == CloseReason.None ? 1 : 0, acceptor.Arrivals.Count);
    }

    [Fact]
    public void Rules_stay_while_nobody_is_behind_the_name_and_flows_stay_when_rules_come()
    {
        TestAcceptor acceptor = _stack.Serve("service");
        TestSink before = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(1));
        Rule("deny anyone");
        _stack.Irm.UnbindAll(acceptor);
        _stack.Serve("service");
        TestSink after = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(1));
        Assert.Equal(CloseReason.Denied, after.Reason);
        Assert.True(before.Open.Credit > 0);
    }

    [Fact]
    public void A_rule_here_says_nothing_of_a_name_that_is_served_elsewhere()
    {
        var process = new ScriptedIpcProcess("uni", "net", _stack.Irm);
        _stack.Irm.Add(process);
        Rule("deny anyone");
        TestSink sink = _stack.Ask("service");
        _time.RunFor(Duration.FromSeconds(1));
        Assert.NotNull(sink.Flow);
    }

    private void Rule(string rule)
    {
        string[] words = rule.Split(' ');
        RulePeer peer = words[1] switch
        {
            "anyone" => RulePeer.Anyone,
            "members" => RulePeer.Members,
            "self" => new RulePeer(RulePeerKind.Node, Self),
            _ => new RulePeer(RulePeerKind.Node, KeyId.Of([2])),
        };
        Assert.True(NameRules.TryMake([new NameRule(words[0] == "allow", peer)], out NameRules rules).IsOk);
        Assert.True(_stack.Irm.Policy.Set(Service, new NamePolicy(rules)).IsOk);
    }
}
