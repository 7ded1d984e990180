using Lamina.Core;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>Who was refused credit is told when there is some, whichever of the gate and the link had none.</summary>
public class ToldTests
{
    [Theory]
    [InlineData("delay")]
    [InlineData("mb-ecn")]
    public void A_flow_that_waits_to_be_told_never_stands_still(string policy)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            // The own link is the narrow one: its credit and the gate's end at the same time now and then.
            using var net = new Bottleneck(seed, policy, wide: Bottleneck.Narrow(20_000_000) with
            {
                Latency = Duration.FromMilliseconds(10),
                Loss = 0.02,
            });
            _ = net.Open(0, QosSpec.Raw, 1000, Duration.FromSeconds(100));
            var source = new BareSource(net.Lab.Hosts[0], 1000);
            source.Start(Name.Parse("sink1"), net.Top);
            Assert.True(net.Lab.Network.RunUntil(() => source.IsOpen, Lab.Patience));
            for (int i = 0; i < 20; i++)
            {
                long before = source.Sent;
                net.Run(0.5);
                Assert.True(source.Sent > before, $"seed {seed}: stands still after {source.Sent} messages");
            }
        }
    }
}
