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
    public async Task A_second_flow_above_capacity_is_refused_until_the_program_of_the_first_dies()
    {
        QosSpec five = QosSpec.Data with { Bandwidth = 5_000_000 };
        await using NetworkStack serving = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(serving.Management, [], capacity: 9_000_000);
        TestStacks.AssertOk(await serving.Management.Names.RegisterAsync(Name.Parse("n"), "internet"));
        await using TestStacks stacks = await TestStacks.StartAsync();
        int port = (await serving.Management.Ipcps.ListPortsAsync())[0].Local.Port;
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, [new IPEndPoint(IPAddress.Loopback, port)], capacity: 9_000_000);
        NetworkStack first = await stacks.AttachAsync();
        await using NetworkStack second = await stacks.AttachAsync();

        await using FlowListener listener = await serving.ListenAsync("n");
        Flow held = await first.AllocateAsync("n", five);
        Assert.Equal(five, held.Qos);
        FlowInfo line = Assert.Single(await stacks.Daemon.Management.Flows.ListAsync());
        Assert.Equal(5_000_000ul, line.Qos.Bandwidth);
        LaminaException refusal = await Assert.ThrowsAsync<LaminaException>(() => second.AllocateAsync("n", five));
        Assert.Equal(LaminaError.NoResources, refusal.Error);
        Assert.Contains("bandwidth", refusal.Message, StringComparison.Ordinal);
        await using Flow modest = await second.AllocateAsync("n");

        first.Host.Driver.Dispose();
        await WaitAsync(async () => (await stacks.Daemon.Management.Flows.ListAsync()).Count == 1);
        await WaitAsync(async () => (await serving.Management.Flows.ListAsync()).Count == 1);
        await using Flow next = await second.AllocateAsync("n", five);
        Assert.Equal(five, next.Qos);
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
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
