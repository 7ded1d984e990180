namespace Lamina.Tests.Api;

/// <summary>A program without a single task.</summary>
public sealed class BlockingProgramTests
{
    [Fact]
    public void Everything_a_blocking_program_needs_blocks()
    {
        using TestStacksForThreads stacks = new();
        using NetworkStack serving = NetworkStack.Open(stacks.Directory);
        using NetworkStack asking = NetworkStack.Open(stacks.Directory);
        using FlowListener listener = serving.Listen("n");
        var server = new Thread(() =>
        {
            using Flow flow = listener.Accept();
            byte[] buffer = new byte[100];
            while (flow.Read(buffer) is { IsEndOfFlow: false } read)
            {
                flow.Write(buffer.AsSpan(0, read.Length));
            }
        });
        server.Start();
        using (Flow flow = asking.Allocate("n"))
        {
            byte[] buffer = new byte[100];
            for (int i = 0; i < 100; i++)
            {
                flow.Write("ping"u8);
                Assert.Equal(4, flow.Read(buffer).Length);
            }
        }

        Assert.True(server.Join(FlowPair.Patience));
    }

    [Fact]
    public void A_stack_of_ones_own_starts_and_ends_without_tasks()
    {
        using NetworkStack stack = NetworkStack.Start();
        using FlowListener listener = stack.Listen("n");
        using Flow client = stack.Allocate("n");
        using Flow server = listener.Accept(FlowPair.Patience);
        client.Write("x"u8);
        client.Close();
        byte[] buffer = new byte[10];
        Assert.Equal(1, server.Read(buffer).Length);
        Assert.True(server.Read(buffer).IsEndOfFlow);
    }

    private sealed class TestStacksForThreads : IDisposable
    {
        private readonly TestStacks _stacks = Task.Run(() => TestStacks.StartAsync("n")).GetAwaiter().GetResult();

        public string Directory => _stacks.Directory;

        public void Dispose() => Task.Run(async () => await _stacks.DisposeAsync()).GetAwaiter().GetResult();
    }
}
