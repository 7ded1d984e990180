using Lamina.Core;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>One name at several members: which of them an allocation reaches.</summary>
public class AnycastTests
{
    private static readonly Name Web = Name.Parse("web");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void When_a_server_dies_the_very_next_allocation_reaches_another(bool isWarm)
    {
        // A ring of six: the way to one server does not lead through the other.
        using var mesh = Ring();
        EchoServer near = Serve(mesh, 1);
        EchoServer far = Serve(mesh, 4);
        mesh.Network.RunFor(Duration.FromSeconds(3));
        if (isWarm)
        {
            Ping(mesh, 0);
            Assert.Equal((1, 0), (near.Echoed, far.Echoed));
        }

        foreach ((int a, int b, SimulatedLink link) in mesh.Links)
        {
            link.IsCut |= a == 1 || b == 1;
        }

        // Nobody has noticed yet: the allocation itself finds out, and goes on.
        Instant before = mesh.Network.Now;
        Ping(mesh, 0);
        Assert.Equal(1, far.Echoed);
        Assert.InRange((mesh.Network.Now - before).TotalSeconds, 0, 4);
        before = mesh.Network.Now;
        Ping(mesh, 0);
        Assert.Equal(2, far.Echoed);

        // No time for the dead server; what is left is udp, where a peer that was asked for the name keeps silent.
        Assert.InRange((mesh.Network.Now - before).TotalSeconds, 0, 1);
    }

    [Fact]
    public void A_server_that_stops_serving_is_left_at_once_also_where_it_is_remembered()
    {
        using var mesh = Ring();
        EchoServer near = Serve(mesh, 1);
        EchoServer far = Serve(mesh, 4);
        mesh.Network.RunFor(Duration.FromSeconds(3));
        Ping(mesh, 0);
        SimulatedHost host = mesh.Network.Hosts[1];
        Assert.Equal(Outcome.Ok, host.Irm.Unbind(Web, near));
        host.Do(now => Assert.Equal(Outcome.Ok, host.Irm.UnregisterFromLayer(Web, "net", now)));
        Instant before = mesh.Network.Now;
        Ping(mesh, 0);
        Assert.Equal((1, 1), (near.Echoed, far.Echoed));
        Assert.InRange((mesh.Network.Now - before).TotalSeconds, 0, 0.1);
    }

    [Fact]
    public void Servers_at_one_distance_serve_in_turn()
    {
        using var mesh = Ring();
        EchoServer left = Serve(mesh, 5);
        EchoServer right = Serve(mesh, 1);
        EchoServer far = Serve(mesh, 3);
        mesh.Network.RunFor(Duration.FromSeconds(3));
        for (int i = 0; i < 12; i++)
        {
            Ping(mesh, 0);
        }

        Assert.Equal(12, left.Echoed + right.Echoed);
        Assert.InRange(left.Echoed, 4, 8);
        Assert.Equal(0, far.Echoed);
    }

    [Fact]
    public void A_member_that_serves_the_name_itself_reaches_another_while_there_is_one()
    {
        using var mesh = Ring();
        EchoServer own = Serve(mesh, 0);
        EchoServer other = Serve(mesh, 3);
        mesh.Network.RunFor(Duration.FromSeconds(3));
        Ping(mesh, 0);
        Assert.Equal((0, 1), (own.Echoed, other.Echoed));
        SimulatedHost host = mesh.Network.Hosts[3];
        host.Do(host.Irm.Shutdown);
        mesh.Network.RunFor(Duration.FromSeconds(1));
        Ping(mesh, 0);
        Assert.Equal(1, own.Echoed);
    }

    private static Mesh Ring()
    {
        (int, int)[] links = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)];
        var mesh = new Mesh(seed: 77, size: 6, links, new LinkProfile());
        mesh.MakeLayer();
        Assert.True(mesh.Network.RunUntil(() => mesh.IsConverged, Duration.FromSeconds(5)));
        return mesh;
    }

    private static EchoServer Serve(Mesh mesh, int member)
    {
        SimulatedHost host = mesh.Network.Hosts[member];
        var server = new EchoServer(host.Irm.ServiceFor("echo"));
        Assert.Equal(Outcome.Ok, host.Irm.Bind(Web, server));
        host.Do(now => Assert.Equal(Outcome.Ok, host.Irm.RegisterInLayer(Web, "net", now)));
        return server;
    }

    private static void Ping(Mesh mesh, int from)
    {
        SimulatedHost host = mesh.Network.Hosts[from];
        var pinger = new Pinger(host.Irm.ServiceFor("ping"), QosSpec.Data, 1);
        host.Do(now => pinger.Start(Web, now, "net"));
        Assert.True(mesh.Network.RunUntil(() => pinger.IsDone, Duration.FromSeconds(20)), $"{pinger.Refused}");
    }
}
