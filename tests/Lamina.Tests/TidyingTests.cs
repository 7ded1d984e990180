namespace Lamina.Tests;

/// <summary>A flow that falls quiet puts away what its calls waited with, and no call notices, whenever it comes.</summary>
public sealed class TidyingTests
{
    private const int Messages = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Calls_that_wait_meanwhile_go_on()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        await using FlowListener listener = await stack.ListenAsync("tidy");
        Task<Flow> accepting = listener.AcceptAsync();
        await using Flow client = await stack.AllocateAsync("tidy");
        await using Flow server = await accepting;
        using var over = new CancellationTokenSource();
        Task tidying = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                stack.TryRun(_ => client.Channel.HandleResting());
                stack.TryRun(_ => server.Channel.HandleResting());
            }
        });
        Task echoing = Task.Run(() => EchoAsync(server));
        byte[] message = new byte[8];
        for (int i = 0; i < Messages; i++)
        {
            BitConverter.TryWriteBytes(message, (long)i);
            await client.WriteAsync(message).AsTask().WaitAsync(Patience);
            message.AsSpan().Clear();
            ReadResult read = i % 2 == 0 ? await client.ReadAsync(message).AsTask().WaitAsync(Patience) : client.Read(message);
            Assert.Equal((8, (long)i), (read.Length, BitConverter.ToInt64(message)));
        }

        await client.CloseAsync().AsTask().WaitAsync(Patience);
        await echoing.WaitAsync(Patience);
        await over.CancelAsync();
        await tidying.WaitAsync(Patience);
    }

    private static async Task EchoAsync(Flow flow)
    {
        byte[] message = new byte[8];
        while (await flow.ReadAsync(message) is { IsEndOfFlow: false } read)
        {
            await flow.WriteAsync(message.AsMemory(0, read.Length));
        }
    }
}
