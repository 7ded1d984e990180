using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

public class RouterTests
{
    [Fact]
    public void A_router_refuses_a_name_with_a_sentence_and_keeps_no_entries_for_others()
    {
        using var chain = new Chain(seed: 41, new LinkProfile());
        UnicastIpcProcess[] members = chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        var refused = Name.Parse("at the router");
        chain.B.Do(now =>
        {
            foreach (Outcome outcome in new[]
            {
                chain.B.Irm.RegisterInLayer(refused, "net", now), chain.B.Irm.RegisterAtProcess(refused, "b.net", now),
            })
            {
                Assert.Equal(OutcomeCode.Usage, outcome.Code);
                Assert.Contains("b.net is a router of layer 'net'", outcome.Message, StringComparison.Ordinal);
            }
        });
        Assert.Null(chain.B.Irm.Names.Find(refused));

        for (int i = 0; i < 20; i++)
        {
            chain.C.Do(now => Assert.Equal(Outcome.Ok, chain.C.Irm.RegisterInLayer(Name.Parse($"name {i}"), "net", now)));
        }

        chain.Network.RunFor(Duration.FromSeconds(1));
        Instant end = chain.Network.Now;
        Assert.Equal([20, 0, 20], members.Select(member => member.DirectoryEntries(end).Count));
    }
}
