using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests.Transport;

/// <summary>What programs see of a way that reorders, by the QoS that they asked for: a pace that every queue holds.</summary>
public sealed class OutcomeShapesTests
{
    private const int Messages = 2000;

    private static readonly LinkProfile Reordering = new() { Latency = Duration.FromMilliseconds(10), Reordering = 0.1 };

    [Fact]
    public void Raw_gives_all_as_it_comes()
    {
        PacedReceiver receiver = Run(QosSpec.Raw);
        Assert.Equal(Messages, receiver.Numbers.Distinct().Count());
        Assert.Equal(Messages, receiver.Numbers.Count);
        Assert.True(receiver.OutOfOrderCount > Messages / 50, $"{receiver.OutOfOrderCount} out of order");
    }

    [Fact]
    public void Voice_gives_in_order_what_is_not_late()
    {
        PacedReceiver receiver = Run(QosSpec.Voice);
        Assert.Equal(0, receiver.OutOfOrderCount);
        Assert.Equal(receiver.Numbers.Count, receiver.Numbers.Distinct().Count());
        Assert.InRange(receiver.Numbers.Count, Messages * 8 / 10, Messages - (Messages / 50));
    }

    [Fact]
    public void Data_gives_all_in_order()
    {
        PacedReceiver receiver = Run(QosSpec.Data);
        Assert.Equal(Enumerable.Range(0, Messages), receiver.Numbers);
    }

    private static PacedReceiver Run(QosSpec qos)
    {
        using var lab = new Lab(seed: 35, hosts: 2);
        SimulatedLink link = lab.AddUdpLine("udp")[0];
        UnicastIpcProcess b = lab.Bootstrap(1, "b.net", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "b.net", b, "udp");
        lab.Join(0, "a.net", "b.net");
        var receiver = new PacedReceiver(lab.Hosts[1].Irm.ServiceFor("receiver"));
        var name = Name.Parse("sink");
        Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Bind(name, receiver));
        lab.Register(1, "sink", "net");
        var sender = new PacedSender(lab.Hosts[0], qos, Messages);
        lab.Hosts[0].Do(now => sender.Start(name, now));
        Assert.True(lab.Network.RunUntil(() => sender.IsOpen, Lab.Patience));
        link.Profile = Reordering;
        Assert.True(lab.Network.RunUntil(() => sender.IsDone, Lab.Patience));
        lab.Network.RunFor(Duration.FromSeconds(5));
        link.Profile = new LinkProfile();
        sender.Close();
        lab.Network.RunFor(Duration.FromSeconds(1));
        lab.AssertCleanEnd();
        return receiver;
    }
}
