using Lamina.Core;
using Lamina.Ipc.Irm.Rules;
using Lamina.Node.Management;
using Lamina.Security.Identities;

namespace Lamina.Tests.Udp;

/// <summary>Rules for a name between two daemons' stacks, over a layer that proves who asks.</summary>
public sealed class RuledNameTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly Name Service = Name.Parse("server");

    [Fact]
    public async Task The_node_that_is_allowed_gets_flows_and_the_one_that_is_not_hears_denied_and_no_program_hears_of_it()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync("server");
        await using NetworkStack serving = await stacks.AttachFirstAsync();
        await using NetworkStack asking = await stacks.AttachSecondAsync();
        await using FlowListener listener = await serving.ListenAsync("server");
        KeyId asker = stacks.SecondCredentials!.Chain.Member.Subject;
        PolicyManagement policies = stacks.First.Management.Policies;
        TestStacks.AssertOk(await policies.AddRuleAsync(Service, new NameRule(true, new RulePeer(RulePeerKind.Node, asker))));
        await using (Flow client = await UnicastLayer.AllocateWhenKnownAsync(asking, "server", "net"))
        {
            await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
            Assert.Equal(asker.ToString(), server.PeerIdentity.NodeId);
            FlowInfo line = (await stacks.First.Management.Flows.ListAsync()).Single(flow => flow.Name == "server");
            Assert.Equal((asker.ToString(), true), (line.Peer.NodeId, line.IsIncoming));
            line = (await stacks.Second.Management.Flows.ListAsync()).Single(flow => flow.Name == "server");
            Assert.Equal(stacks.FirstCredentials!.Chain.Member.Subject.ToString(), line.Peer.NodeId);

            // The flow that exists is not touched by what is said now.
            TestStacks.AssertOk(await policies.SetRulesAsync(Service, [new NameRule(false, new RulePeer(RulePeerKind.Node, asker))]));
            await client.WriteAsync("still"u8.ToArray());
            Assert.Equal(5, (await server.ReadAsync(new byte[10]).AsTask().WaitAsync(Patience)).Length);
        }

        RuleVerdict would = await policies.JudgeAsync(Service, RuleAsker.Proved(asker.ToPeerIdentity()));
        Assert.Equal((false, $"by rule 1: deny {asker}"), (would.IsAllowed, would.Why));
        LaminaException denied = await Assert.ThrowsAsync<LaminaException>(() => asking.AllocateAsync("server", layer: "net").WaitAsync(Patience));
        Assert.Equal(LaminaError.Denied, denied.Error);
        Assert.Contains("rules of the name", denied.Message, StringComparison.Ordinal);
        Assert.Equal(1, stacks.First.Irm.Policy.RefusedFlows);

        // Whose turn comes is accepted first: nothing of the refused one waits.
        TestStacks.AssertOk(await policies.SetRulesAsync(Service, [new NameRule(true, RulePeer.Members)]));
        await using Flow next = await asking.AllocateAsync("server", data: "next"u8.ToArray(), layer: "net");
        await using Flow accepted = await listener.AcceptAsync().WaitAsync(Patience);
        Assert.True(accepted.PeerData.Span.SequenceEqual("next"u8));
    }
}
