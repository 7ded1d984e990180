using Lamina.Core;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>Flows with keys between two stacks, over real sockets.</summary>
[Collection(nameof(AlonePerProcess))]
public class SealedFlowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("raw")]
    [InlineData("voice")]
    [InlineData("data")]
    public async Task What_is_written_is_read_and_the_end_is_the_end(string name)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        stacks.Serving.LabKeys = LabKeys.Of;
        stacks.Asking.LabKeys = LabKeys.Of;
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await stacks.Asking.AllocateAsync("n", qos);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        byte[] buffer = new byte[100];
        for (int i = 0; i < 10; i++)
        {
            await client.WriteAsync(new byte[] { 1, 2, (byte)i });
            ReadResult read = await server.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.Equal([1, 2, (byte)i], buffer[..read.Length]);
            await server.WriteAsync(buffer.AsMemory(0, read.Length));
            Assert.Equal(3, (await client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }

        await client.CloseAsync();
        Assert.True((await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).IsEndOfFlow);
    }

    [Fact]
    public async Task Who_has_no_keys_gets_no_flow_from_who_has()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        stacks.Asking.LabKeys = LabKeys.Of;
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await Assert.ThrowsAsync<LaminaException>(() => stacks.Asking.AllocateAsync("n").WaitAsync(Patience));
    }
}
