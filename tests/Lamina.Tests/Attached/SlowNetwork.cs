using System.Net;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;
using Lamina.Node.Attach;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Attached;

/// <summary>
/// Two daemons and a program attached to each, over a slow link: the layer <c>net</c> paces flows, so their credit opens and shuts.
/// The near daemon has a layer of its own too, which is as fast as it gets.
/// </summary>
internal sealed class SlowNetwork : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private SlowNetwork(TestStacks near, TestStacks far, NetworkStack program, NetworkStack peer) =>
        (Near, Far, Program, Peer) = (near, far, program, peer);

    public TestStacks Near { get; }

    public TestStacks Far { get; }

    public NetworkStack Program { get; }

    public NetworkStack Peer { get; }

    public static async Task<SlowNetwork> StartAsync(long bitsPerSecond, string congestion = "delay", bool sharesMemory = true)
    {
        TestStacks near = await TestStacks.StartAsync(sharesMemory, "near");
        TestStacks far = await TestStacks.StartAsync(sharesMemory);
        await UdpStacks.BootstrapAsync(far.Daemon.Management, []);
        IPEndPoint place = (await far.Daemon.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(near.Daemon.Management, [place]);
        TestStacks.AssertOk(await far.Daemon.Management.Names.RegisterAsync(Name.Parse("member"), "internet"));
        var parameters = new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = 1444, Congestion = congestion };
        await UnicastLayer.MakeAsync(far.Daemon.Management, near.Daemon.Management, parameters, "member", "far");
        var slow = new PortImpairment { Ways = ImpairedWays.Out, BitsPerSecond = bitsPerSecond, Latency = Duration.FromMilliseconds(5), Seed = 1 };
        TestStacks.AssertOk(await near.Daemon.Management.Ipcps.ImpairAsync("u", slow));
        return new SlowNetwork(near, far, await near.AttachAsync(), await far.AttachAsync());
    }

    /// <summary>A flow over the slow link, and its other end.</summary>
    public async Task<(Flow From, Flow To)> OpenAsync(QosSpec qos)
    {
        await using FlowListener listener = await Peer.ListenAsync("far");
        Flow from = await UnicastLayer.AllocateWhenKnownAsync(Program, "far", "net", qos);
        Flow to = await listener.AcceptAsync().WaitAsync(Patience);
        (from.WriteTimeout, to.ReadTimeout) = (Patience, Patience);
        return (from, to);
    }

    /// <summary>What the near daemon counted of its program.</summary>
    public async Task<AttachCounters> CountAsync() => (await Near.Daemon.Management.ListAttachedAsync())[0].Counters;

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await Peer.DisposeAsync();
        await Near.DisposeAsync();
        await Far.DisposeAsync();
    }
}
