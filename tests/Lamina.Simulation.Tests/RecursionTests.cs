using Lamina.Core;
using Lamina.Ipc.Unicast;

namespace Lamina.Simulation.Tests;

/// <summary>Layers on layers, and layers that come and go under running ones.</summary>
public class RecursionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_same_ping_line_at_every_depth(int depth)
    {
        using var lab = new Lab(seed: 400 + (ulong)depth, hosts: 3);
        lab.AddUdpLine("udp");
        List<UnicastIpcProcess[]> layers = Stack(lab, depth);

        string top = $"l{depth}";
        lab.Serve(2, "echo", top);
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));

        Assert.Equal(
            [1429, 1414, 1399, 1384],
            [.. layers.Select(layer => layer[0].Membership!.Parameters.MaxPacketSize), .. new[] { 1429, 1414, 1399, 1384 }[depth..]]);
        Assert.Equal(0, layers[^1].Sum(member => member.Counters!.Unroutable + member.Counters.NoResources));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_layer_is_put_under_a_running_one_and_its_users_do_not_notice()
    {
        using var lab = new Lab(seed: 410, hosts: 3);
        lab.AddUdpLine("udp");
        UnicastIpcProcess[] top = MakeTop(lab);
        lab.Serve(2, "echo", "top");
        Ticker raw = lab.Tick(0, "echo", QosSpec.Raw);
        Ticker data = lab.Tick(0, "echo", QosSpec.Data);

        // A layer of its own between the hosts, then each adjacency of the running layer over it, then the old ones go.
        UnicastIpcProcess[] inserted = MakeLayer(lab, "inserted", "udp");
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        lab.Publish(1, "b.top over inserted", top[1], "inserted");
        foreach (int host in new[] { 0, 2 })
        {
            lab.Connect(host, top[host], "b.top over inserted");
            Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
            lab.Disconnect(host, top[host], "b.top");
            Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        }

        long carried = inserted[0].Counters!.Sent;
        lab.Network.RunFor(Duration.FromSeconds(1));
        Assert.True(inserted[0].Counters!.Sent > carried + 150, "the new layer carries nothing");
        AssertUnnoticed(lab, raw, data);
        lab.AssertCleanEnd();
    }

    [Fact]
    public void The_layer_below_is_replaced_and_taken_away_under_running_flows()
    {
        using var lab = new Lab(seed: 411, hosts: 3);
        lab.AddUdpLine("udp");
        MakeLayer(lab, "old", "udp");
        UnicastIpcProcess[] top = MakeTop(lab, "old");
        lab.Serve(2, "echo", "top");
        Ticker raw = lab.Tick(0, "echo", QosSpec.Raw);
        Ticker data = lab.Tick(0, "echo", QosSpec.Data);

        MakeLayer(lab, "new", "udp");
        lab.Publish(1, "b.top over new", top[1], "new");
        foreach (int host in new[] { 0, 2 })
        {
            lab.Connect(host, top[host], "b.top over new");
            lab.Disconnect(host, top[host], "b.top");
        }

        for (int host = 0; host < 3; host++)
        {
            lab.Hosts[host].Do(now => Assert.Equal(Outcome.Ok, lab.Hosts[host].Irm.Destroy($"{"abc"[host]}.old", now)));
        }

        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        AssertUnnoticed(lab, raw, data);
        lab.AssertCleanEnd();
    }

    /// <summary>So many unicast layers on each other over three hosts in a row: l1 over udp, l2 over l1, ...</summary>
    internal static List<UnicastIpcProcess[]> Stack(Lab lab, int depth)
    {
        var layers = new List<UnicastIpcProcess[]>();
        for (int i = 1; i <= depth; i++)
        {
            string lower = i == 1 ? "udp" : $"l{i - 1}";
            layers.Add(MakeLayer(lab, $"l{i}", lower));
        }

        return layers;
    }

    // The middle is the first; where the lower layer reaches everybody, the shape is the same, so that each layer forwards.
    private static UnicastIpcProcess[] MakeLayer(Lab lab, string layer, string lower, int? lowerMaxPacketSize = null)
    {
        int size = lowerMaxPacketSize
            ?? (lower == "udp" ? 1444 : lab.Hosts[1].Irm.Processes.InLayer(lower)[0].Limits!.Value.MaxPacketSize);
        UnicastIpcProcess b = lab.Bootstrap(1, $"b.{layer}", new UnicastParameters(Name.Parse(layer)) { LowerMaxPacketSize = size });
        lab.Publish(1, $"b.{layer}", b, lower);
        UnicastIpcProcess a = lab.Join(0, $"a.{layer}", $"b.{layer}");
        UnicastIpcProcess c = lab.Join(2, $"c.{layer}", $"b.{layer}");
        UnicastIpcProcess[] members = [a, b, c];
        lab.AwaitRoutes(Duration.FromSeconds(5), members);
        return members;
    }

    // Its packets are small enough for lower layers that are not there yet.
    private static UnicastIpcProcess[] MakeTop(Lab lab, string lower = "udp") => MakeLayer(lab, "top", lower, lowerMaxPacketSize: 1300);

    private static void AssertUnnoticed(Lab lab, Ticker raw, Ticker data)
    {
        raw.Stop();
        data.Stop();
        lab.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal((0, 0), (raw.Missing, data.Missing));
        Assert.Equal((CloseReason.None, CloseReason.None), (raw.Closed, data.Closed));
        Assert.True(raw.Sent > 200 && data.Sent > 200, $"{raw.Sent} and {data.Sent} sent");
        raw.Close();
        data.Close();
    }
}
