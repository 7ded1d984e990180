using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>Programs hear that their flow's way is gone and is back (FEATURES O46), at every depth, and the flow lives on.</summary>
public class WayTests
{
    [Theory]
    [InlineData("data", 1)]
    [InlineData("raw", 1)]
    [InlineData("data", 2)]
    public void A_flow_goes_down_with_its_only_way_and_comes_up_with_it(string qosName, int depth)
    {
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        using var lab = new Lab(seed: 90, hosts: 3);
        SimulatedLink[] links = lab.AddUdpLine("udp");
        MakeLayer(lab, "net", "udp", 1400);
        if (depth == 2)
        {
            MakeLayer(lab, "top", "net", 1300);
        }

        lab.Serve(2, "echo", depth == 2 ? "top" : "net");
        var flow = new OpenedFlow(lab.Hosts[0], qos);
        flow.Start(Name.Parse("echo"));
        Assert.True(lab.Network.RunUntil(() => flow.End is not null, Lab.Patience));
        // So that the other end knows that this one knows.
        lab.Network.RunFor(Duration.FromSeconds(1));
        for (int i = 0; i < 3; i++)
        {
            links[1].IsCut = true;
            Assert.True(lab.Network.RunUntil(() => flow.Ways.Count == (2 * i) + 1, Duration.FromSeconds(15)), "not told that the way is gone");
            Assert.False(flow.End!.IsUp);
            Assert.False(flow.Write());
            links[1].IsCut = false;
            Assert.True(lab.Network.RunUntil(() => flow.Ways.Count == (2 * i) + 2, Duration.FromSeconds(15)), "not told that it is back");
            Assert.True(flow.End.IsUp);
        }

        Assert.Equal([false, true, false, true, false, true], flow.Ways);
        Assert.True(flow.Write());
        Assert.True(lab.Network.RunUntil(() => flow.End!.Counters.Received > 0 && flow.End.IsReadable, Duration.FromSeconds(5)), "no echo");
        Assert.Equal(CloseReason.None, flow.Closed);
        lab.Hosts[0].Do(now => flow.End!.Close(now));
        lab.AssertCleanEnd();
    }

    private static void MakeLayer(Lab lab, string layer, string lower, int lowerMaxPacketSize)
    {
        UnicastIpcProcess b = lab.Bootstrap(1, $"b.{layer}", new UnicastParameters(Name.Parse(layer)) { LowerMaxPacketSize = lowerMaxPacketSize });
        lab.Publish(1, $"b.{layer}", b, lower);
        UnicastIpcProcess a = lab.Join(0, $"a.{layer}", $"b.{layer}");
        UnicastIpcProcess c = lab.Join(2, $"c.{layer}", $"b.{layer}");
        lab.AwaitRoutes(Lab.Patience, a, b, c);
    }
}
