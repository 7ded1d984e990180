using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node;
using Lamina.Tests.Udp;
using Lamina.Wire.Attach;

namespace Lamina.Tests;

/// <summary>A daemon's stack and programs attached to it, through the real socket and shared memory.</summary>
public class AttachTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_echo_between_two_attached_programs()
    {
        await using TestStacks stacks = await StartAsync("echo");
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        Assert.Equal("test", asking.Name);
        await using FlowListener listener = await serving.ListenAsync("echo");
        await using Flow client = await asking.AllocateAsync("echo", layer: "here");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        byte[] buffer = new byte[100];
        for (int i = 0; i < 100; i++)
        {
            client.Write("ping"u8);
            Assert.Equal(4, server.Read(buffer).Length);
            await server.WriteAsync(buffer.AsMemory(0, 4));
            Assert.Equal(4, (await client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }

        await client.CloseAsync();
        Assert.True((await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).IsEndOfFlow);
    }

    [Fact]
    public async Task A_program_may_listen_to_a_thousand_names_and_no_more()
    {
        await using TestStacks stacks = await StartAsync();
        await using NetworkStack greedy = await stacks.AttachAsync();
        await using NetworkStack other = await stacks.AttachAsync();
        FlowListener first = await greedy.ListenAsync("n0");
        for (int i = 1; i < 1024; i++)
        {
            await greedy.ListenAsync($"n{i}");
        }

        LaminaException refused = await Assert.ThrowsAsync<LaminaException>(async () => await greedy.ListenAsync("one-more"));

        Assert.Contains("1024 names", refused.Message, StringComparison.Ordinal);
        await using FlowListener untouched = await other.ListenAsync("one-more");
        await first.DisposeAsync();
        await using FlowListener again = await greedy.ListenAsync("one-more");
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("data")]
    public async Task The_last_message_before_a_close_arrives(string qosName)
    {
        await using TestStacks stacks = await StartAsync("n");
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        byte[] buffer = new byte[100];
        for (int i = 0; i < 20; i++)
        {
            Flow client = await asking.AllocateAsync("n", qos);
            await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
            client.Write("last words"u8);
            await client.CloseAsync();
            Assert.Equal(10, (await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
            Assert.True((await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).IsEndOfFlow);
        }
    }

    [Fact]
    public async Task Sixty_four_megabytes_arrive_intact()
    {
        await using TestStacks stacks = await StartAsync("bulk");
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("bulk");
        await using Flow client = await asking.AllocateAsync("bulk", layer: "here");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 8192);
        output.WriteLine($"attached to attached, local layer: {goodput:0.00} Gbit/s");
    }

    [Fact]
    public async Task A_program_that_goes_away_takes_its_flows_and_the_peer_is_told()
    {
        await using TestStacks stacks = await StartAsync("n");
        await using NetworkStack serving = await stacks.AttachAsync();
        NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        _ = await asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        ValueTask<ReadResult> reading = server.ReadAsync(new byte[10]);

        // As when a process is killed: no good-bye, the socket just hangs up.
        asking.Host.Driver.Dispose();
        var failure = await Assert.ThrowsAsync<LaminaException>(async () => await reading.AsTask().WaitAsync(Patience));
        Assert.Equal(LaminaError.PeerDied, failure.Error);
        Assert.Equal(CloseReason.PeerDied, server.CloseReason);
    }

    [Fact]
    public async Task A_daemon_that_goes_away_closes_every_flow_within_a_second()
    {
        await using TestStacks stacks = await StartAsync("n");
        await using NetworkStack stack = await stacks.AttachAsync();
        await using FlowListener listener = await stack.ListenAsync("n");
        await using Flow client = await stack.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        ValueTask<ReadResult> reading = client.ReadAsync(new byte[10]);
        stacks.Daemon.Dispose();
        var failure = await Assert.ThrowsAsync<LaminaException>(async () => await reading.AsTask().WaitAsync(TimeSpan.FromSeconds(1)));
        Assert.Equal(LaminaError.StackLost, failure.Error);
        failure = await Assert.ThrowsAsync<LaminaException>(() => stack.AllocateAsync("n").WaitAsync(Patience));
        Assert.Equal(LaminaError.StackLost, failure.Error);
    }

    [Fact]
    public async Task A_daemon_that_goes_away_ends_every_listener_within_a_second_where_none_is_waited_for()
    {
        await using TestStacks stacks = await StartAsync("n");
        await using NetworkStack stack = await stacks.AttachAsync(returnTime: TimeSpan.Zero);
        await using FlowListener listener = await stack.ListenAsync("n");
        Task<Flow> accepting = listener.AcceptAsync();
        stacks.Daemon.Dispose();
        var failure = await Assert.ThrowsAsync<LaminaException>(() => accepting.WaitAsync(TimeSpan.FromSeconds(1)));
        Assert.Equal(LaminaError.StackLost, failure.Error);
        failure = await Assert.ThrowsAsync<LaminaException>(() => listener.AcceptAsync().WaitAsync(Patience));
        Assert.Equal(LaminaError.StackLost, failure.Error);
    }

    [Fact]
    public async Task A_flow_of_another_program_cannot_be_written_to()
    {
        await using TestStacks stacks = await StartAsync("n");
        await using NetworkStack good = await stacks.AttachAsync();
        await using NetworkStack bad = await stacks.AttachAsync();
        await using FlowListener listener = await good.ListenAsync("n");
        await using Flow client = await good.AllocateAsync("n", QosSpec.Raw);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);

        // The numbers that the other program uses, in this one's ring.
        var attachment = (StackAttachment)bad.Host;
        for (uint flow = 1; flow < 5; flow++)
        {
            Assert.True(bad.TryRun(_ => Forge(attachment, flow)));
        }

        while ((await stacks.Daemon.Management.ListAttachedAsync()).Sum(process => process.Counters.RefusedFlowId) < 4)
        {
            await Task.Yield();
        }

        client.Write("mine"u8);
        byte[] buffer = new byte[100];
        Assert.Equal("mine"u8, buffer.AsSpan(0, server.Read(buffer).Length));
    }

    [Fact]
    public async Task A_program_and_a_stack_elsewhere_exchange_sixty_four_megabytes()
    {
        await using TestStacks stacks = await StartAsync();
        await using NetworkStack serving = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(serving.Management, []);
        System.Net.IPEndPoint local = (await serving.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, [local]);
        TestStacks.AssertOk(await serving.Management.Names.RegisterAsync(Name.Parse("far"), "internet"));
        await using FlowListener listener = await serving.ListenAsync("far");
        await using NetworkStack asking = await stacks.AttachAsync();
        await using Flow client = await asking.AllocateAsync("far");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 64 << 10);
        output.WriteLine($"attached, udp on loopback, embedded: {goodput:0.00} Gbit/s");
        double back = await Transfer.RunAsync(server, client, 64L << 20, 64 << 10);
        output.WriteLine($"embedded, udp on loopback, attached: {back:0.00} Gbit/s");
    }

    [Fact]
    public async Task Garbage_on_the_socket_costs_only_its_connection()
    {
        const ulong Seed = 99;
        await using TestStacks stacks = await StartAsync("n");
        await using NetworkStack good = await stacks.AttachAsync();
        await using FlowListener listener = await good.ListenAsync("n");
        await using Flow client = await good.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);

        var random = new SeededRandom(Seed);
        byte[] bytes = new byte[AttachProtocol.MaxMessageLength + 100];
        for (int round = 0; round < 50; round++)
        {
            using DescriptorSocket bad = DescriptorSocket.Connect(stacks.Socket);
            if (round % 2 == 1)
            {
                bad.Send(bytes.AsSpan(0, new AttachHello(AttachProtocol.Version, AttachProtocol.Version, 1).Write(bytes)));
            }

            int length = 1 + (int)(random.NextUInt64() % (ulong)bytes.Length);
            random.Fill(bytes.AsSpan(0, length));
            bad.Send(bytes.AsSpan(0, length));
            AssertHangsUp(bad);
        }

        client.Write("still here"u8);
        Assert.Equal(10, server.Read(new byte[100]).Length);
    }

    [Fact]
    public async Task A_program_of_another_version_is_told()
    {
        await using TestStacks stacks = await StartAsync();
        using DescriptorSocket socket = DescriptorSocket.Connect(stacks.Socket);
        byte[] bytes = new byte[AttachProtocol.MaxMessageLength];
        socket.Send(bytes.AsSpan(0, new AttachHello(AttachProtocol.Version + 1, 99, 1).Write(bytes)));
        var poll = new PollSet(1);
        poll.Add(socket.Descriptor);
        poll.Wait(Patience);
        Assert.Equal(DescriptorSocketStatus.Ok, socket.Receive(bytes, out int length, []));
        Assert.True(AttachWelcome.TryRead(bytes.AsSpan(0, length), out AttachWelcome welcome));
        Assert.Equal(0, welcome.Version);
        AssertHangsUp(socket);
    }

    [Fact]
    public async Task No_daemon_is_said_with_a_way_out()
    {
        var failure = await Assert.ThrowsAsync<LaminaException>(() => NetworkStack.OpenAsync("/nowhere/at/all"));
        Assert.Equal(LaminaError.StackUnreachable, failure.Error);
        Assert.Contains("lamina daemon", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Where packets of programs go: shared memory, or the socket.</summary>
    protected virtual bool SharesMemory => true;

    private Task<TestStacks> StartAsync(params string[] names) => TestStacks.StartAsync(SharesMemory, names);

    private static void Forge(StackAttachment attachment, uint flow)
    {
        Assert.True(attachment.Driver.Context.Pool.TryRent(100, out PacketBuffer buffer));
        attachment.Stack.Transmit(flow, Train.Single(buffer, 0, 100), isUncredited: false);
        buffer.Release();
    }

    private static void AssertHangsUp(DescriptorSocket socket)
    {
        var poll = new PollSet(1);
        poll.Add(socket.Descriptor);
        byte[] bytes = new byte[AttachProtocol.MaxMessageLength];
        List<Microsoft.Win32.SafeHandles.SafeFileHandle> descriptors = [];
        DescriptorSocketStatus status;
        do
        {
            Assert.True(poll.Wait(Patience) > 0, "the daemon kept a connection that broke the protocol");
            status = socket.Receive(bytes, out _, descriptors);
            descriptors.ForEach(descriptor => descriptor.Dispose());
            descriptors.Clear();
        }
        while (status == DescriptorSocketStatus.Ok);
        Assert.Equal(DescriptorSocketStatus.Closed, status);
    }
}
