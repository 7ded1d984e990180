namespace Lamina.Tests;

/// <summary>Two threads of one stack: what one writes is there when it has written, and who looks for it misses nothing.</summary>
public sealed class WithinStackTests
{
    private const int Trips = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_was_written_is_found_by_the_next_look()
    {
        await using Pair pair = await Pair.StartAsync();
        byte[] buffer = new byte[8];
        for (int i = 0; i < 100; i++)
        {
            Assert.False(pair.Server.TryRead(buffer, out _));
            Assert.False(pair.Server.TryRead(buffer, out _));
            pair.Client.Write([(byte)i]);
            Assert.True(pair.Server.TryRead(buffer, out ReadResult result));
            Assert.Equal((1, (byte)i), (result.Length, buffer[0]));
        }
    }

    [Fact]
    public async Task The_rest_of_a_message_is_found_by_the_next_look()
    {
        await using Pair pair = await Pair.StartAsync();
        byte[] buffer = new byte[2];
        Assert.False(pair.Server.TryRead(buffer, out _));
        pair.Client.Write([1, 2, 3]);
        Assert.True(pair.Server.TryRead(buffer, out ReadResult first));
        Assert.True(pair.Server.TryRead(buffer, out ReadResult second));
        Assert.False(pair.Server.TryRead(buffer, out _));
        Assert.Equal((2, false, 1, true), (first.Length, first.IsEndOfMessage, second.Length, second.IsEndOfMessage));
    }

    [Fact]
    public async Task Who_looks_again_and_again_sees_the_end()
    {
        await using Pair pair = await Pair.StartAsync();
        Assert.False(pair.Server.TryRead(new byte[8], out _));
        Task<bool> looking = Task.Run(() => Look(pair.Server).IsEndOfFlow);
        await pair.Client.CloseAsync().AsTask().WaitAsync(Patience);
        Assert.True(await looking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Who_looks_again_and_again_hears_that_the_stack_has_ended()
    {
        Pair pair = await Pair.StartAsync();
        Assert.False(pair.Server.TryRead(new byte[8], out _));
        Task looking = Task.Run(() =>
        {
            try
            {
                while (!Look(pair.Server).IsEndOfFlow)
                {
                }
            }
            catch (LaminaException)
            {
                // As it happens: the end of the flow, or of the stack.
            }
        });
        await pair.DisposeAsync().AsTask().WaitAsync(Patience);
        await looking.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_message_is_missed(bool isBusy)
    {
        await using Pair pair = await Pair.StartAsync();
        Task serving = Task.Factory.StartNew(() => Serve(pair.Server, isBusy), TaskCreationOptions.LongRunning);
        Task asking = Task.Factory.StartNew(
            () =>
            {
                byte[] buffer = new byte[8];
                for (int i = 0; i < Trips; i++)
                {
                    BitConverter.TryWriteBytes(buffer, (long)i);
                    pair.Client.Write(buffer);
                    ReadResult result = isBusy ? Look(pair.Client, buffer) : pair.Client.Read(buffer);
                    Assert.Equal((8, i), (result.Length, BitConverter.ToInt64(buffer)));
                }
            },
            TaskCreationOptions.LongRunning);
        await asking.WaitAsync(Patience);
        await pair.Client.CloseAsync();
        await serving.WaitAsync(Patience);
    }

    private static void Serve(Flow flow, bool isBusy)
    {
        byte[] buffer = new byte[8];
        while (!(isBusy ? Look(flow, buffer) : flow.Read(buffer)).IsEndOfFlow)
        {
            flow.Write(buffer);
        }
    }

    private static ReadResult Look(Flow flow, byte[]? buffer = null)
    {
        buffer ??= new byte[8];
        ReadResult result;
        var spin = default(SpinWait);
        while (!flow.TryRead(buffer, out result))
        {
            spin.SpinOnce();
        }

        return result;
    }

    private sealed class Pair(NetworkStack stack, FlowListener listener, Flow client, Flow server) : IAsyncDisposable
    {
        public Flow Client { get; } = client;

        public Flow Server { get; } = server;

        public static async Task<Pair> StartAsync()
        {
            NetworkStack stack = await NetworkStack.StartAsync();
            FlowListener listener = await stack.ListenAsync("server");
            Task<Flow> accepting = listener.AcceptAsync();
            Flow client = await stack.AllocateAsync("server");
            return new Pair(stack, listener, client, await accepting);
        }

        public async ValueTask DisposeAsync()
        {
            await listener.DisposeAsync();
            await stack.DisposeAsync();
        }
    }
}
