using Lamina.Core;
using Lamina.Node;
using Lamina.Node.Management;

namespace Lamina.Tests.Udp;

/// <summary>Whole stacks over real UDP sockets.</summary>
public sealed class UdpStackTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("raw")]
    [InlineData("best-effort")]
    [InlineData("data")]
    public async Task A_flow_by_name(string qosName)
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("echo");
        await using FlowListener listener = await stacks.Serving.ListenAsync("echo");
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        await using Flow client = await stacks.Asking.AllocateAsync("echo", qos);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        Assert.Equal(qos, server.Qos);
        byte[] buffer = new byte[100];
        for (int i = 0; i < 100; i++)
        {
            client.Write("ping"u8);
            Assert.Equal(4, server.Read(buffer).Length);
            server.Write("pong"u8);
            Assert.Equal(4, client.Read(buffer).Length);
        }
    }

    [Fact]
    public async Task Sixty_four_megabytes_arrive_intact()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("bulk");
        await using FlowListener listener = await stacks.Serving.ListenAsync("bulk");
        await using Flow client = await stacks.Asking.AllocateAsync("bulk");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 64 << 10);
        output.WriteLine($"embedded, udp on loopback: {goodput:0.00} Gbit/s");
        foreach (NetworkStack stack in new[] { stacks.Asking, stacks.Serving })
        {
            PortInfo port = (await stack.Management.Ipcps.ListPortsAsync())[0];
            Assert.NotNull(port.Counters);
            output.WriteLine($"{stack.Name}: sent {port.Counters.Sent} trains, {port.Counters.SentBytes} bytes; "
                + $"received {port.Counters.Received} trains; dropped {port.Counters.DroppedQueueFull}/{port.Counters.DroppedUnsendable}/{port.Counters.DroppedNoBuffer}");
        }
    }

    [Fact]
    public async Task A_stack_that_stops_gives_everything_back()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        Flow client = await stacks.Asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        client.Write(new byte[1000]);
        var node = (StackNode)stacks.Asking.Host;
        Assert.Single(await stacks.Asking.Management.Flows.ListAsync());
        await client.CloseAsync();
        await stacks.Asking.DisposeAsync();
        Assert.Equal(0, node.Pool.RentedCount);
        Assert.Equal(0, node.Driver.Context.Timers.Count);
        Assert.Equal(1000, (await server.ReadAsync(new byte[2000]).AsTask().WaitAsync(Patience)).Length);
    }
}
