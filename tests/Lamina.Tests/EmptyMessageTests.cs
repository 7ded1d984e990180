using System.Net;
using Lamina.Core;
using Lamina.Node;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>Messages of no bytes are messages: through every path, on flows that put no header in front of them too.</summary>
public sealed class EmptyMessageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("raw", true)]
    [InlineData("data", true)]
    [InlineData("raw", false)]
    [InlineData("data", false)]
    public async Task They_pass_between_attached_programs(string qosName, bool sharesMemory)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(sharesMemory, "n");
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        await using Flow client = await asking.AllocateAsync("n", qos);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await AssertPassAsync(client, server);
        await AssertPassAsync(server, client);
    }

    [Fact]
    public async Task They_pass_from_a_stack_elsewhere_to_an_attached_program()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack elsewhere = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, []);
        IPEndPoint local = (await stacks.Daemon.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(elsewhere.Management, [local]);
        TestStacks.AssertOk(await stacks.Daemon.Management.Names.RegisterAsync(Name.Parse("n"), "internet"));
        await using NetworkStack serving = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = await elsewhere.AllocateAsync("n", QosSpec.Raw);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await AssertPassAsync(client, server);
        await AssertPassAsync(server, client);
        Assert.Null(stacks.Daemon.Driver.Reason);
    }

    /// <summary>Offload at the receiver puts an empty packet at the end of a train of others.</summary>
    [Theory]
    [InlineData(3, 100, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(1, 0, 0)]
    public async Task They_keep_their_place_in_a_train(int count, int length, int last)
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = await asking.AllocateAsync("n", QosSpec.Raw);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        var attachment = (StackAttachment)asking.Host;
        var sent = new TaskCompletionSource();
        Assert.True(asking.TryRun(_ =>
        {
            Assert.True(attachment.Driver.Context.Pool.TryRent(1000, out PacketBuffer buffer));
            var train = new Train { Buffer = buffer, Stride = length, Length = length, LastLength = last, Count = count };
            attachment.Stack.Transmit(1, train, isUncredited: false);
            buffer.Release();
            sent.SetResult();
        }));
        await sent.Task.WaitAsync(Patience);
        byte[] buffer = new byte[1000];
        for (int i = 0; i < count; i++)
        {
            ReadResult read = await server.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.Equal(i == count - 1 ? last : length, read.Length);
            Assert.True(read.IsEndOfMessage);
        }
    }

    private static async Task AssertPassAsync(Flow from, Flow to)
    {
        byte[] buffer = new byte[100];
        foreach (int length in new[] { 0, 5, 0, 0, 7 })
        {
            from.Write(new byte[length]);
            ReadResult read = await to.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.Equal(length, read.Length);
            Assert.True(read.IsEndOfMessage);
        }
    }
}
