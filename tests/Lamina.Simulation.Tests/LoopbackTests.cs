using Lamina.Core;
using Lamina.Ipc.Local;
using Lamina.Ipc.Unicast;

namespace Lamina.Simulation.Tests;

public class LoopbackTests
{
    private const int Size = 10;

    [Fact]
    public void Ten_members_in_one_stack_are_a_network_of_their_own()
    {
        using var lab = new Lab(seed: 430, hosts: 1);
        Assert.Equal(Outcome.Ok, lab.Hosts[0].Irm.Add(new LocalIpcProcess("lo", "lo", lab.Hosts[0].Irm)));
        UnicastIpcProcess[] ring = MakeRing(lab);
        lab.AwaitRoutes(Duration.FromSeconds(5), ring);

        // A name at one member only; the others must look it up, and the packets go half way round.
        for (int at = 0; at < Size; at++)
        {
            string name = $"echo {at}";
            int member = at;
            Assert.Equal(Outcome.Ok, lab.Hosts[0].Irm.Bind(Name.Parse(name), new Programs.EchoServer(lab.Hosts[0].Irm.ServiceFor("echo"))));
            Assert.Equal(Outcome.Ok, lab.Run(0, sink => lab.Hosts[0].Irm.RegisterAtProcess(Name.Parse(name), ring[member].Name, sink, lab.Now)));
            Ticker ticker = lab.Tick(0, name, QosSpec.Data, layer: "net");
            lab.Network.RunFor(Duration.FromMilliseconds(100));
            ticker.Stop();
            lab.Network.RunFor(Duration.FromMilliseconds(100));
            Assert.True(ticker.Sent > 10);
            Assert.Equal(0, ticker.Missing);
            ticker.Close();
        }

        Assert.Equal(5, ring[0].Routes.Max(route => (int)route.Cost));
        Assert.True(ring.Sum(member => member.Counters!.Forwarded) > 100);
        lab.AssertCleanEnd();
    }

    private static UnicastIpcProcess[] MakeRing(Lab lab)
    {
        var ring = new UnicastIpcProcess[Size];
        for (int i = 0; i < Size; i++)
        {
            ring[i] = i == 0
                ? lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")))
                : lab.Enrol(0, $"m{i}", $"m{i - 1}");
            lab.Publish(0, $"m{i}", ring[i], "lo");
            if (i > 0)
            {
                lab.Connect(0, ring[i], $"m{i - 1}");
            }
        }

        lab.Connect(0, ring[0], $"m{Size - 1}");
        return ring;
    }
}
