using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Tests;

/// <summary>A program with a stack of its own.</summary>
public sealed class EmbeddedTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Hello_world()
    {
        await using NetworkStack stack = await StartAsync("greeter");
        await using FlowListener listener = await stack.ListenAsync("greeter");
        Task<Flow> accepting = listener.AcceptAsync();
        await using Flow client = await stack.AllocateAsync("greeter", layer: "here", data: "who"u8.ToArray());
        await using Flow server = await accepting.WaitAsync(Patience);
        Assert.Equal("who"u8, server.PeerData.Span);

        byte[] buffer = new byte[100];
        client.Write("hello"u8);
        ReadResult read = await server.ReadAsync(buffer).AsTask().WaitAsync(Patience);
        Assert.Equal("hello"u8, buffer.AsSpan(0, read.Length));
        await server.WriteAsync("world"u8.ToArray());
        read = client.Read(buffer);
        Assert.Equal("world"u8, buffer.AsSpan(0, read.Length));

        await client.CloseAsync();
        Assert.True((await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).IsEndOfFlow);
    }

    [Fact]
    public async Task A_name_that_nobody_serves_says_so()
    {
        await using NetworkStack stack = await StartAsync();
        var failure = await Assert.ThrowsAsync<LaminaException>(() => stack.AllocateAsync("nobody"));
        Assert.Equal(LaminaError.NameUnknown, failure.Error);
        Assert.Contains("nobody", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_read_leaves_the_flow_usable()
    {
        await using NetworkStack stack = await StartAsync("n");
        await using FlowListener listener = await stack.ListenAsync("n");
        await using Flow client = await stack.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        byte[] buffer = new byte[10];
        using var cancellation = new CancellationTokenSource();
        ValueTask<ReadResult> reading = server.ReadAsync(buffer, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        client.Write("x"u8);
        Assert.Equal(1, (await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task Whoever_waits_hears_that_the_stack_was_closed()
    {
        NetworkStack stack = await StartAsync("n");
        FlowListener listener = await stack.ListenAsync("n");
        Flow client = await stack.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        ValueTask<ReadResult> reading = client.ReadAsync(new byte[10]);
        Task<Flow> accepting = listener.AcceptAsync();
        await stack.DisposeAsync();
        ReadResult? result = null;
        try
        {
            result = await reading.AsTask().WaitAsync(Patience);
        }
        catch (LaminaException)
        {
            // Either is an end.
        }

        Assert.True(result is null or { IsEndOfFlow: true });
        await Assert.ThrowsAsync<LaminaException>(() => accepting.WaitAsync(Patience));
        await Assert.ThrowsAsync<LaminaException>(() => stack.AllocateAsync("n"));
    }

    [Fact]
    public async Task Sixty_four_megabytes_arrive_intact()
    {
        await using NetworkStack stack = await StartAsync("bulk");
        await using FlowListener listener = await stack.ListenAsync("bulk");
        await using Flow client = await stack.AllocateAsync("bulk", layer: "here");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 8192);
        output.WriteLine($"embedded, local layer: {goodput:0.00} Gbit/s");
    }

    private static async Task<NetworkStack> StartAsync(params string[] names)
    {
        NetworkStack stack = await NetworkStack.StartAsync();
        TestStacks.AssertOk(await stack.Management.Ipcps.CreateAsync("l", IpcProcessKind.Local));
        TestStacks.AssertOk(await stack.Management.Ipcps.BootstrapLocalAsync("l", "here"));
        foreach (string name in names)
        {
            TestStacks.AssertOk(await stack.Management.Names.RegisterAsync(Name.Parse(name), "here"));
        }

        return stack;
    }
}
