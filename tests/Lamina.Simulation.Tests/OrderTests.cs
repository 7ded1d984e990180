using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class OrderTests
{
    [Fact]
    public void A_server_comes_first_then_layers_then_the_name_then_the_binding_then_the_client()
    {
        using var lab = new Lab(seed: 420, hosts: 2);
        var echo = Name.Parse("echo");
        var server = new EchoServer(lab.Hosts[1].Irm.ServiceFor("echo"));
        Assert.Equal(CloseReason.NameUnknown, lab.Ping(0, "echo"));

        lab.AddUdpLine("udp");
        UnicastIpcProcess b = lab.Bootstrap(1, "b.net", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "b.net", b, "udp");
        lab.Join(0, "a.net", "b.net");
        Assert.Equal(CloseReason.NameUnknown, lab.Ping(0, "echo"));

        lab.Register(1, "echo", "net");
        Assert.Equal(CloseReason.NoListener, lab.Ping(0, "echo"));

        Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Bind(echo, server));
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));

        Ticker ticker = lab.Tick(0, "echo", QosSpec.Data);
        Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Unbind(echo, server));
        Assert.Equal(CloseReason.NoListener, lab.Ping(0, "echo"));
        lab.Network.RunFor(Duration.FromSeconds(1));
        ticker.Stop();
        lab.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal((0, CloseReason.None), (ticker.Missing, ticker.Closed));
        ticker.Close();
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_name_is_bound_before_there_is_any_layer_and_a_layer_may_be_joined_through_its_own_name()
    {
        using var lab = new Lab(seed: 421, hosts: 2);
        var server = new EchoServer(lab.Hosts[1].Irm.ServiceFor("echo"));
        Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Bind(Name.Parse("echo"), server));
        UnicastIpcProcess b = lab.New(1, "b.net");
        Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.BindProcess(Name.Parse("net"), "b.net"));
        lab.AddUdpLine("udp");
        lab.Register(1, "net", "udp");
        Assert.Equal(OutcomeCode.NotFound, lab.TryEnrol(0, lab.New(0, "early"), "net").Code);

        Assert.Equal(Outcome.Ok, lab.Run(1, sink => b.Bootstrap(new UnicastParameters(Name.Parse("net")) { IsInsecure = true }, sink, lab.Now)));
        lab.Join(0, "a.net", "net");
        lab.Register(1, "echo", "net");
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        lab.AssertCleanEnd();
    }
}
