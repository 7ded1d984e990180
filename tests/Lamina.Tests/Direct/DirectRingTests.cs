using System.Diagnostics;
using Lamina.Core;
using Lamina.Node.Attach;
using Lamina.Node.Attach.Direct;
using Lamina.Node.Management;
using Lamina.Tests.Api;

namespace Lamina.Tests.Direct;

/// <summary>Two attached programs that share memory: which way packets go, what waits, and what is left at the end.</summary>
public sealed class DirectRingTests
{
    // Too small for a record: a program cannot use such memory.
    private const int Unusable = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(null, true)]
    [InlineData(0, false)]
    [InlineData(Unusable, false)]
    public async Task Packets_go_past_the_daemon_where_memory_can_be_shared_and_through_it_elsewhere(int? capacity, bool isPast)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(capacity);
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        for (int i = 0; i < 2; i++)
        {
            await using Flow client = await asking.AllocateAsync("n");
            await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
            await Transfer.RunAsync(client, server, 4 << 20, 8192);
            await Transfer.RunAsync(server, client, 4 << 20, 60_000);
            await UntilAsync(async () => await LineAsync(stacks) is { SentPackets: > 500, ReceivedPackets: > 60 });
        }

        long through = (await CountersAsync(stacks)).Sum(counters => counters.TrainsFromApplication);
        Assert.True(isPast ? through == 0 : through > 100, $"{through} trains came through the daemon");
        Assert.Equal(isPast ? 1 : 0, stacks.Daemon.Attach!.Pairs.Count);
    }

    [Fact]
    public async Task What_is_written_before_the_way_is_known_arrives_in_order_and_so_does_what_is_written_before_a_close()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        for (int i = 0; i < 50; i++)
        {
            Task<Flow> asked = asking.AllocateAsync("n", QosSpec.Raw);
            await using (Flow server = await listener.AcceptAsync().WaitAsync(Patience))
            {
                for (byte number = 0; number < 20; number++)
                {
                    Assert.True(server.TryWrite([number]));
                }
            }

            await using Flow client = await asked;
            byte[] buffer = new byte[10];
            for (byte number = 0; number < 20; number++)
            {
                Assert.False((await client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).IsEndOfFlow);
                Assert.Equal(number, buffer[0]);
            }
        }
    }

    [Fact]
    public async Task A_program_that_stands_still_holds_its_writers_and_nobody_else()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack stopped = await stacks.AttachAsync();
        await using NetworkStack lively = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener sinks = await stopped.ListenAsync("sink");
        await using FlowListener echoes = await lively.ListenAsync("echo");
        await using Flow flood = await asking.AllocateAsync("sink", QosSpec.Raw);
        await using Flow beside = await asking.AllocateAsync("sink", QosSpec.Raw);
        await using Flow sink = await sinks.AcceptAsync().WaitAsync(Patience);
        await using Flow besideSink = await sinks.AcceptAsync().WaitAsync(Patience);
        await using Flow client = await asking.AllocateAsync("echo");
        await using Flow server = await echoes.AcceptAsync().WaitAsync(Patience);
        using var goOn = new ManualResetEventSlim();
        using var hasStopped = new ManualResetEventSlim();
        Task holding = Task.Factory.StartNew(
            () => Assert.True(stopped.TryRun(_ =>
            {
                hasStopped.Set();
                goOn.Wait();
            })),
            TaskCreationOptions.LongRunning);
        Assert.True(hasStopped.Wait(Patience));

        byte[] message = new byte[1400];
        int written = 0;
        while (flood.TryWrite(message))
        {
            Assert.True(++written < 10_000, "what is written is bounded by nothing");
        }

        Assert.False(beside.TryWrite(message));
        Task waiting = beside.WriteAsync(message).AsTask();
        client.Write("alive"u8);
        byte[] buffer = new byte[2000];
        Assert.Equal(5, (await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        Assert.False(waiting.IsCompleted);

        goOn.Set();
        await holding.WaitAsync(Patience);
        await waiting.WaitAsync(Patience);
        Assert.Equal(1400, (await besideSink.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        Assert.Equal(1400, (await sink.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task A_flow_whose_program_does_not_read_holds_no_other_flow_of_the_pair()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow raw = await asking.AllocateAsync("n", QosSpec.Raw);
        await using Flow rawUnread = await listener.AcceptAsync().WaitAsync(Patience);
        await using Flow data = await asking.AllocateAsync("n");
        await using Flow dataUnread = await listener.AcceptAsync().WaitAsync(Patience);
        await using Flow client = await asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        byte[] message = new byte[32_000];
        while (data.TryWrite(message))
        {
            // Until the reader's window is full.
        }

        for (int i = 0; i < 1000; i++)
        {
            await raw.WriteAsync(message).AsTask().WaitAsync(Patience);
        }

        await Transfer.RunAsync(client, server, 4 << 20, 8192);
        Assert.Equal(32_000, (await dataUnread.ReadAsync(message).AsTask().WaitAsync(Patience)).Length);
        Assert.Equal(32_000, (await rawUnread.ReadAsync(message).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task Memory_is_given_back_some_time_after_the_last_flow_and_asked_for_again()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        DirectPairs pairs = stacks.Daemon.Attach!.Pairs;
        pairs.Linger = Duration.FromMilliseconds(20);
        for (int i = 0; i < 3; i++)
        {
            await using (Flow client = await asking.AllocateAsync("n"))
            {
                await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
                await Transfer.RunAsync(client, server, 1 << 20, 8192);
                Assert.Equal((1, 1), (PairsOf(asking), PairsOf(serving)));
            }

            await UntilAsync(() => Task.FromResult(pairs.Count == 0 && PairsOf(asking) == 0 && PairsOf(serving) == 0));
        }

        Assert.Equal(3, pairs.FlowsPassed);
    }

    [Fact]
    public async Task A_program_has_a_bounded_number_of_pairs_and_what_is_beyond_goes_through_the_daemon()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        var others = new List<NetworkStack>();
        for (int i = 0; i < DirectPairs.MaxPerProcess + 2; i++)
        {
            others.Add(await stacks.AttachAsync());
            Flow client = await others[i].AllocateAsync("n");
            Flow server = await listener.AcceptAsync().WaitAsync(Patience);
            await client.WriteAsync("word"u8.ToArray());
            Assert.Equal(4, (await server.ReadAsync(new byte[10]).AsTask().WaitAsync(Patience)).Length);
        }

        Assert.Equal(DirectPairs.MaxPerProcess, stacks.Daemon.Attach!.Pairs.Count);
        await Task.WhenAll(others.Select(other => other.DisposeAsync().AsTask()));
        await UntilAsync(() => Task.FromResult(stacks.Daemon.Attach!.Pairs.Count == 0 && PairsOf(serving) == 0));
    }

    [Fact]
    public async Task A_program_talks_to_itself_through_the_daemon()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        await using Flow client = await program.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await Transfer.RunAsync(client, server, 1 << 20, 8192);
        Assert.Equal(0, stacks.Daemon.Attach!.Pairs.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_process_is_heard_of_with_all_that_it_said_and_its_memory_is_gone(bool isAsking)
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack program = await stacks.AttachAsync();
        await using NetworkStack other = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync(isAsking ? "n" : "elsewhere");
        using Process child = StartChild(stacks.Directory, "n", isAsking ? "ask" : "serve");
        try
        {
            await using Flow flow = isAsking ? await listener.AcceptAsync(Patience) : await AllocateWhenServedAsync(program, "n");
            byte[] buffer = new byte[10];
            Assert.Equal(5, (await flow.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
            Assert.Equal(1, PairsOf(program));
            child.Kill();
            LaminaException failure = await Assert.ThrowsAsync<LaminaException>(async () =>
            {
                while (true)
                {
                    await flow.WriteAsync(buffer).AsTask().WaitAsync(Patience);
                    await Task.Yield();
                }
            });
            Assert.Equal(LaminaError.PeerDied, failure.Error);
            await UntilAsync(() => Task.FromResult(stacks.Daemon.Attach!.Pairs.Count == 0 && PairsOf(program) == 0));

            // Nobody else noticed.
            await using FlowListener next = await other.ListenAsync("next");
            await using Flow client = await program.AllocateAsync("next");
            await using Flow server = await next.AcceptAsync().WaitAsync(Patience);
            await Transfer.RunAsync(client, server, 1 << 20, 8192);
        }
        finally
        {
            child.Kill();
        }
    }

    private static async Task<Flow> AllocateWhenServedAsync(NetworkStack program, string name)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await program.AllocateAsync(name);
            }
            catch (LaminaException failure) when (failure.Error == LaminaError.NameUnknown && watch.Elapsed < Patience)
            {
                await Task.Yield();
            }
        }
    }

    private static Process StartChild(string directory, string name, string what) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(FlowPair).Assembly.Location.Replace("Lamina.Tests.dll", "Lamina.Flow.Child.dll", StringComparison.Ordinal), directory, name, "-", what]))!;

    private static int PairsOf(NetworkStack stack) => ((Lamina.Node.StackAttachment)stack.Host).Stack.PairCount;

    private static async Task<FlowInfo?> LineAsync(TestStacks stacks) =>
        await stacks.Daemon.Management.Flows.ListAsync() is [var line, ..] ? line : null;

    private static async Task<IEnumerable<AttachCounters>> CountersAsync(TestStacks stacks) =>
        (await stacks.Daemon.Management.ListAttachedAsync()).Select(process => process.Counters);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, "waited in vain");
            await Task.Yield();
        }
    }
}
