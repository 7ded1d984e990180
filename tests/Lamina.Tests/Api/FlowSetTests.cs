namespace Lamina.Tests.Api;

/// <summary>Flows that are served together, by one queue of events (FEATURES O44, O45).</summary>
public sealed class FlowSetTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = FlowPair.Patience;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Fact]
    public async Task Ten_thousand_flows_and_a_packet_on_one_are_one_event_and_one_look()
    {
        const int Count = 10_000;
        await using NetworkStack stack = await NetworkStack.StartAsync();
        await using FlowListener listener = await stack.ListenAsync("n", backlog: 1);
        using var set = new FlowSet();
        var clients = new Flow[Count];
        for (int i = 0; i < Count; i++)
        {
            clients[i] = await stack.AllocateAsync("n");
            set.Add(await listener.AcceptAsync(Patience));
        }

        Assert.Equal(Count, set.Count);
        Assert.False(set.TryTake(out _));
        Assert.Equal(0, set.Visits);

        byte[] buffer = new byte[100];
        foreach (int chosen in (int[])[7, 9_999, 0])
        {
            long before = set.Visits;
            ValueTask<FlowSetEvent> waiting = set.TakeAsync();
            clients[chosen].Write(BitConverter.GetBytes(chosen));
            FlowSetEvent happened = await waiting.AsTask().WaitAsync(Patience);
            Assert.Equal(FlowSetEventKind.Readable, happened.Kind);
            Assert.True(happened.Flow!.TryRead(buffer, out _));
            Assert.Equal(chosen, BitConverter.ToInt32(buffer));
            Assert.False(set.TryTake(out _, Soon));
            Assert.Equal(1, set.Visits - before);
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 0; i < 2000; i++)
        {
            clients[i].Write("x"u8);
            Assert.True(set.TryTake(out FlowSetEvent happened, Patience) && happened.Flow!.TryRead(buffer, out _));
        }

        output.WriteLine($"{clock.Elapsed.TotalMicroseconds / 2000:0.00} us for a message and its event");

        // Flows that close are events as well, and leave the set.
        foreach (Flow client in clients)
        {
            await client.CloseAsync();
        }

        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(FlowSetEventKind.Closed, (await set.TakeAsync().AsTask().WaitAsync(Patience)).Kind);
        }

        Assert.Equal(0, set.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Many_messages_are_one_event_and_each_read_that_leaves_some_brings_another(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        for (byte i = 0; i < 5; i++)
        {
            pair.Client.Write([i]);
        }

        // All there: what waits when a flow is added is told.
        pair.Server.ReadTimeout = Patience;
        byte[] buffer = new byte[10];
        using var set = new FlowSet();
        set.Add(pair.Server);
        for (byte i = 0; i < 5; i++)
        {
            Assert.True(set.TryTake(out FlowSetEvent happened, Patience));
            Assert.Equal(new FlowSetEvent(FlowSetEventKind.Readable, pair.Server), happened);
            Assert.Equal(1, pair.Server.Read(buffer).Length);
            Assert.Equal(i, buffer[0]);
        }

        Assert.False(set.TryTake(out _, Soon));
        pair.Client.CompleteWrites();
        Assert.Equal(FlowSetEventKind.Readable, (await set.TryTakeAsync(Patience))!.Value.Kind);
        Assert.True(pair.Server.TryRead(buffer, out ReadResult read) && read.IsEndOfFlow);
        Assert.Null(await set.TryTakeAsync(Soon));
        await pair.Client.CloseAsync();
        Assert.Equal(FlowSetEventKind.Closed, (await set.TryTakeAsync(Patience))!.Value.Kind);
        Assert.False(set.Contains(pair.Server));
    }

    [Fact]
    public async Task A_reader_that_takes_everything_takes_the_event_back()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        using var set = new FlowSet();
        set.Add(pair.Server);
        pair.Client.Write("x"u8);
        Assert.True(pair.Server.TryRead(new byte[10], out _));
        Assert.False(set.TryTake(out _, Soon));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_writer_that_found_no_room_hears_when_there_is_some(string kind)
    {
        const int Messages = 400;
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        using var set = new FlowSet();
        set.Add(pair.Client);
        pair.Server.ReadTimeout = Patience;
        byte[] buffer = new byte[50_000];
        int refused = 0;
        int read = 0;
        for (int i = 0; i < Messages;)
        {
            if (pair.Client.TryWrite(buffer))
            {
                i++;
                continue;
            }

            // The peer reads only now: it makes room, and the set says so.
            refused++;
            Assert.Equal(50_000, pair.Server.Read(buffer).Length);
            read++;
            while (!set.TryTake(out _, Soon))
            {
                // Not yet enough for the peer to tell of it.
                Assert.True(read < i);
                Assert.Equal(50_000, pair.Server.Read(buffer).Length);
                read++;
            }
        }

        Assert.True(refused > 0);
        for (; read < Messages; read++)
        {
            Assert.Equal(50_000, pair.Server.Read(buffer).Length);
        }

        await pair.Client.CloseAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_flow_is_in_one_set_at_most()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        using var one = new FlowSet();
        using var other = new FlowSet();
        one.Add(pair.Server);
        Assert.Throws<InvalidOperationException>(() => other.Add(pair.Server));
        Assert.Throws<InvalidOperationException>(() => one.Add(pair.Server));
        Assert.False(other.Remove(pair.Server));
        Assert.Equal((1, true, 0), (one.Count, one.Contains(pair.Server), other.Count));

        pair.Client.Write("x"u8);
        Assert.True(one.Remove(pair.Server));
        Assert.False(one.TryTake(out _, Soon));
        other.Add(pair.Server);
        Assert.True(other.TryTake(out FlowSetEvent happened, Patience));
        Assert.Equal(FlowSetEventKind.Readable, happened.Kind);
    }

    [Fact]
    public async Task Allocations_end_in_the_set_with_a_flow_or_a_reason()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        await using FlowListener listener = await stack.ListenAsync("n");
        using var set = new FlowSet();
        FlowAllocation good = stack.BeginAllocate("n");
        set.Add(good);
        Assert.True(set.TryTake(out FlowSetEvent happened, Patience));
        Assert.Equal(new FlowSetEvent(FlowSetEventKind.Allocated, good.Flow, good), happened);
        Assert.True(set.Contains(good.Flow!));

        FlowAllocation bad = stack.BeginAllocate("nobody");
        set.Add(bad);
        Assert.True(set.TryTake(out happened, Patience));
        Assert.Equal(new FlowSetEvent(FlowSetEventKind.Refused, null, bad), happened);
        Assert.Equal(LaminaError.NameUnknown, happened.Allocation!.Failure!.Error);

        using Flow server = listener.Accept(Patience);
        server.Write("hello"u8);
        Assert.True(set.TryTake(out happened, Patience));
        Assert.Equal(FlowSetEventKind.Readable, happened.Kind);
    }

    [Fact]
    public async Task Every_event_reaches_one_of_many_that_wait_and_none_is_lost()
    {
        const int Flows = 50;
        const int Messages = 200;
        await using NetworkStack stack = await NetworkStack.StartAsync();
        await using FlowListener listener = await stack.ListenAsync("n");
        using var set = new FlowSet();
        var clients = new Flow[Flows];
        for (int i = 0; i < Flows; i++)
        {
            clients[i] = await stack.AllocateAsync("n");
            set.Add(await listener.AcceptAsync(Patience));
        }

        int read = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] serving = [.. Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            byte[] buffer = new byte[10];
            await foreach (FlowSetEvent happened in set.ReadAllAsync())
            {
                // Reads one and leaves the rest to whoever gets the next event: two threads may meet at one flow.
                while (true)
                {
                    try
                    {
                        if (happened.Flow!.TryRead(buffer, out _) && Interlocked.Increment(ref read) == Flows * Messages)
                        {
                            done.SetResult();
                        }

                        break;
                    }
                    catch (InvalidOperationException)
                    {
                        await Task.Yield();
                    }
                }
            }
        }))];
        await Task.WhenAll(clients.Select(client => Task.Run(() =>
        {
            for (int i = 0; i < Messages; i++)
            {
                client.Write("x"u8);
            }
        })));
        await done.Task.WaitAsync(Patience);
        set.Dispose();
        await Task.WhenAll(serving).WaitAsync(Patience);
    }

    [Fact]
    public async Task Waiting_ends_with_the_time_the_token_or_the_set()
    {
        var set = new FlowSet();
        Assert.False(set.TryTake(out _, Soon));
        Assert.Null(await set.TryTakeAsync(Soon));
        using var cancelled = new CancellationTokenSource();
        ValueTask<FlowSetEvent> waiting = set.TakeAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask().WaitAsync(Patience));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.TryTake(out _, TimeSpan.FromSeconds(-3)));

        Task<FlowSetEvent>[] all = [set.TakeAsync().AsTask(), set.TakeAsync().AsTask(), Task.Run(() => set.TryTake(out FlowSetEvent e, Patience) ? e : default)];
        set.Dispose();
        foreach (Task<FlowSetEvent> one in all)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => one.WaitAsync(Patience));
        }

        Assert.Throws<ObjectDisposedException>(() => set.TryTake(out _));
        set.Dispose();
    }

    [Fact]
    public async Task The_end_of_a_stack_ends_the_flows_of_its_sets()
    {
        NetworkStack stack = await NetworkStack.StartAsync();
        FlowListener listener = await stack.ListenAsync("n");
        Flow client = await stack.AllocateAsync("n");
        Flow server = await listener.AcceptAsync(Patience);
        using var set = new FlowSet();
        set.Add(server);
        await stack.DisposeAsync();
        Assert.True(set.TryTake(out FlowSetEvent happened, Patience));
        Assert.Equal(FlowSetEventKind.Closed, happened.Kind);

        // And one that is added afterwards.
        set.Add(client);
        Assert.True(set.TryTake(out happened, Patience));
        Assert.Equal(new FlowSetEvent(FlowSetEventKind.Closed, client), happened);
    }
}
