using System.Net;
using Lamina.Core;
using Lamina.Node.Management;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Api;

/// <summary>Flow.Qos is what the layer accepted, at both ends, in the stack or attached to it.</summary>
public sealed class AcceptedQosTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("voice", "best-effort")]
    [InlineData("video", "best-effort")]
    [InlineData("data", "data")]
    public async Task Over_udp_nobody_promises_how_long_packets_take(string asked, string accepted)
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        Assert.True(QosNames.TryGet(asked, out QosSpec qos));
        await using Flow client = await stacks.Asking.AllocateAsync("n", qos);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);

        Assert.Equal((accepted, accepted), (QosNames.NameOf(client.Qos), QosNames.NameOf(server.Qos)));
        FlowInfo line = Assert.Single(await stacks.Asking.Management.Flows.ListAsync());
        Assert.Equal((client.Qos, qos), (line.Qos, line.AskedQos));
        client.Write("ping"u8);
        Assert.Equal(4, (await server.ReadAsync(new byte[10]).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task An_attached_program_hears_what_its_daemon_heard()
    {
        await using NetworkStack serving = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(serving.Management, []);
        TestStacks.AssertOk(await serving.Management.Names.RegisterAsync(Name.Parse("n"), "internet"));
        await using TestStacks stacks = await TestStacks.StartAsync();
        int port = (await serving.Management.Ipcps.ListPortsAsync())[0].Local.Port;
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, [new IPEndPoint(IPAddress.Loopback, port)]);
        await using NetworkStack attached = await stacks.AttachAsync();

        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow far = await attached.AllocateAsync("n", QosSpec.Voice);
        Assert.Equal(QosSpec.BestEffort, far.Qos);

        // In memory all of it is given; the listener's end is attached too.
        await using FlowListener near = await attached.ListenAsync("near");
        await using Flow direct = await attached.AllocateAsync("near", QosSpec.Voice);
        await using Flow served = await near.AcceptAsync().WaitAsync(Patience);
        Assert.Equal((QosSpec.Voice, QosSpec.Voice), (direct.Qos, served.Qos));
    }
}
