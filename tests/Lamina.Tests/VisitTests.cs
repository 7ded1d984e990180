namespace Lamina.Tests;

/// <summary>Blocked calls that drive their domain themselves: they end for every reason for which others end.</summary>
public sealed class VisitTests
{
    private const int Trips = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_brisk_reader_drives_by_itself()
    {
        await using Echo echo = await Echo.StartAsync();
        var since = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            // On a machine that does much else no call may come soon enough after another.
            await echo.BriskAsync();
        }
        while (echo.Asking.Host.Driver.Visits == 0 && since.Elapsed < Patience);
        Assert.NotEqual(0, echo.Asking.Host.Driver.Visits);
    }

    [Fact]
    public async Task Its_patience_ends_it()
    {
        await using Echo echo = await Echo.StartAsync();
        await echo.BriskAsync();
        echo.Client.ReadTimeout = TimeSpan.FromMilliseconds(30);
        LaminaException late = await Assert.ThrowsAsync<LaminaException>(() => ReadOnceAsync(echo.Client));
        Assert.Equal(LaminaError.Timeout, late.Error);
        echo.Client.ReadTimeout = Timeout.InfiniteTimeSpan;
        await echo.BriskAsync();
    }

    [Fact]
    public async Task Another_thread_closes_the_flow()
    {
        await using Echo echo = await Echo.StartAsync();
        await echo.BriskAsync();
        Task<ReadResult> reading = ReadOnceAsync(echo.Client);
        await echo.Client.CloseAsync().AsTask().WaitAsync(Patience);
        Assert.True((await reading.WaitAsync(Patience)).IsEndOfFlow);
    }

    [Fact]
    public async Task Its_stack_ends()
    {
        await using Echo echo = await Echo.StartAsync();
        await echo.BriskAsync();
        Task<ReadResult> reading = ReadOnceAsync(echo.Client);
        await echo.Asking.DisposeAsync().AsTask().WaitAsync(Patience);
        try
        {
            Assert.True((await reading.WaitAsync(Patience)).IsEndOfFlow);
        }
        catch (LaminaException)
        {
            // As it happens: the end of the flow, or of the stack.
        }
    }

    [Fact]
    public async Task Many_readers_of_one_stack_are_all_served()
    {
        await using Echo echo = await Echo.StartAsync();
        var readers = new List<Task>();
        for (int i = 0; i < 6; i++)
        {
            Flow flow = await echo.ConnectAsync();
            readers.Add(Blocking(() => Ping(flow, Trips)));
        }

        readers.Add(echo.BriskAsync());
        await Task.WhenAll(readers).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_writer_that_waits_for_room_drives_too()
    {
        await using Echo echo = await Echo.StartAsync();
        await echo.BriskAsync();
        byte[] message = new byte[60_000];
        byte[] back = new byte[60_000];
        const int Count = 300;
        Task writing = Blocking(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                echo.Client.Write(message);
            }
        });
        Task reading = Blocking(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                Assert.Equal(message.Length, echo.Client.Read(back).Length);
            }
        });
        await Task.WhenAll(writing, reading).WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_looks_again_and_again_finds_what_comes()
    {
        await using Echo echo = await Echo.StartAsync();
        byte[] buffer = new byte[64];
        await Blocking(() =>
        {
            for (int i = 0; i < Trips; i++)
            {
                // Two, so that a look leaves one.
                echo.Client.Write([(byte)i]);
                echo.Client.Write([(byte)i, 1]);
                foreach (int length in (int[])[1, 2])
                {
                    ReadResult result;
                    while (!echo.Client.TryRead(buffer, out result))
                    {
                    }

                    Assert.Equal((length, (byte)i), (result.Length, buffer[0]));
                }
            }
        }).WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_looks_again_and_again_in_vain_keeps_nobody_waiting()
    {
        await using Echo echo = await Echo.StartAsync();
        Flow silent = await echo.ConnectAsync();
        bool isOver = false;
        Task looking = Blocking(() =>
        {
            byte[] buffer = new byte[64];
            while (!Volatile.Read(ref isOver))
            {
                Assert.False(silent.TryRead(buffer, out _));
            }
        });

        // What comes in memory, what comes over the socket, and what time brings.
        await Blocking(() => Ping(echo.Client, Trips)).WaitAsync(Patience);
        Flow another = await echo.ConnectAsync().WaitAsync(Patience);
        another.ReadTimeout = TimeSpan.FromMilliseconds(30);
        LaminaException late = await Assert.ThrowsAsync<LaminaException>(() => ReadOnceAsync(another)).WaitAsync(Patience);
        Assert.Equal(LaminaError.Timeout, late.Error);
        await another.CloseAsync().AsTask().WaitAsync(Patience);
        Volatile.Write(ref isOver, true);
        await looking.WaitAsync(Patience);
    }

    private static Task<ReadResult> ReadOnceAsync(Flow flow)
    {
        var result = new TaskCompletionSource<ReadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Blocking(() =>
        {
            try
            {
                result.SetResult(flow.Read(new byte[64]));
            }
            catch (Exception failure)
            {
                result.SetException(failure);
            }
        });
        return result.Task;
    }

    private static Task Blocking(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Ping(Flow flow, int trips)
    {
        byte[] buffer = new byte[64];
        for (int i = 0; i < trips; i++)
        {
            buffer[0] = (byte)i;
            flow.Write(buffer);
            Assert.Equal(64, flow.Read(buffer).Length);
            Assert.Equal((byte)i, buffer[0]);
        }
    }

    /// <summary>Two programs on one daemon; one sends back what the other writes.</summary>
    private sealed class Echo : IAsyncDisposable
    {
        private readonly TestStacks _stacks;
        private readonly NetworkStack _serving;
        private readonly FlowListener _listener;

        private Echo(TestStacks stacks, NetworkStack serving, NetworkStack asking, FlowListener listener)
        {
            _stacks = stacks;
            _serving = serving;
            Asking = asking;
            _listener = listener;
        }

        public NetworkStack Asking { get; }

        public Flow Client { get; private set; } = null!;

        public static async Task<Echo> StartAsync()
        {
            TestStacks stacks = await TestStacks.StartAsync();
            NetworkStack serving = await stacks.AttachAsync();
            NetworkStack asking = await stacks.AttachAsync();
            var echo = new Echo(stacks, serving, asking, await serving.ListenAsync("echo"));
            echo.Client = await echo.ConnectAsync();
            return echo;
        }

        public async Task<Flow> ConnectAsync()
        {
            Task<Flow> accepting = _listener.AcceptAsync();
            Flow client = await Asking.AllocateAsync("echo");
            Flow server = await accepting.WaitAsync(Patience);
            _ = Blocking(() => Serve(server));
            return client;
        }

        /// <summary>So many round trips that blocked calls come one after the other.</summary>
        public Task BriskAsync() => Blocking(() => Ping(Client, Trips)).WaitAsync(Patience);

        public async ValueTask DisposeAsync()
        {
            await Asking.DisposeAsync();
            await _serving.DisposeAsync();
            await _stacks.DisposeAsync();
        }

        private static void Serve(Flow flow)
        {
            byte[] buffer = new byte[64 << 10];
            try
            {
                while (flow.Read(buffer) is { IsEndOfFlow: false } read)
                {
                    flow.Write(buffer.AsSpan(0, read.Length));
                }
            }
            catch (LaminaException)
            {
                // The other end is done with it.
            }
        }
    }
}
