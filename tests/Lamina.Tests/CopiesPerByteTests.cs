using Lamina.Core;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>
/// How often a byte is copied in user space from writer to reader: once on each side where stacks are embedded, whatever layers are between and whether
/// or not it is sealed; through a daemon into its rings and its memory besides. What the kernel copies is not in it.
/// </summary>
public sealed class CopiesPerByteTests
{
    private const int Messages = 50;
    private const int MessageLength = 60_000;

    // Acknowledgements, and the last packet of a message where it goes alone. Who meets another thread in the domain hands a copy over, and what is late goes
    // again: the median is of messages that met neither.
    private const double Rest = 0.1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embedded_over_udp(bool isSealed)
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        stacks.Serving.LabKeys = isSealed ? LabKeys.Of : null;
        stacks.Asking.LabKeys = stacks.Serving.LabKeys;
        await AssertCopiesAsync(2, stacks.Asking, stacks.Serving, null, []);
    }

    [Fact]
    public async Task Embedded_over_a_unicast_layer()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("member");
        await UnicastLayer.MakeAsync(stacks.Serving.Management, stacks.Asking.Management, "net", "member", 1444, "n");
        await AssertCopiesAsync(2, stacks.Asking, stacks.Serving, "net", []);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(0, 6)]
    public async Task Between_programs_past_the_daemon_and_through_it(int? directRingCapacity, double copies)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(directRingCapacity);
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await AssertCopiesAsync(copies, asking, serving, null, [stacks.Daemon.Pool]);
    }

    private static async Task AssertCopiesAsync(double copies, NetworkStack asking, NetworkStack serving, string? layer, PacketPool[] between)
    {
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = layer is null ? await asking.AllocateAsync("n") : await UnicastLayer.AllocateWhenKnownAsync(asking, "n", layer);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        PacketPool[] pools = [asking.Host.Driver.Context.Pool, serving.Host.Driver.Context.Pool, .. between];
        byte[] message = new byte[MessageLength];
        await PassAsync(client, server, message);
        double[] counted = new double[Messages];
        for (int i = 0; i < Messages; i++)
        {
            long before = pools.Sum(pool => pool.CopiedBytes);
            await PassAsync(client, server, message);
            counted[i] = (pools.Sum(pool => pool.CopiedBytes) - before) / (double)MessageLength;
        }

        Array.Sort(counted);
        Assert.InRange(counted[Messages / 2], copies - Rest, copies + Rest);
    }

    private static async Task PassAsync(Flow client, Flow server, byte[] message)
    {
        await client.WriteAsync(message).AsTask().WaitAsync(Patience);
        Assert.Equal(message.Length, (await server.ReadAsync(message).AsTask().WaitAsync(Patience)).Length);
    }
}
