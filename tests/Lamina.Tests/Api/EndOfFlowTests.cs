using System.Diagnostics;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Tests.Api;

/// <summary>How programs hear that a flow has ended, and why, also without reading.</summary>
public sealed class EndOfFlowTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = FlowPair.Patience;

    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Both_ends_notice_a_close_and_what_came_can_still_be_read(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        Assert.False(pair.Server.Closed.IsCancellationRequested);
        Assert.Equal(PeerIdentity.Anonymous, pair.Server.PeerIdentity);
        Task server = WhenCancelled(pair.Server.Closed);
        pair.Client.Write("last"u8);
        await pair.Client.CloseAsync();
        await server.WaitAsync(Patience);
        Assert.Equal(CloseReason.Normal, pair.Server.CloseReason);
        Assert.Equal(4, pair.Server.Read(new byte[10]).Length);
        Assert.True(pair.Server.Read(new byte[10]).IsEndOfFlow);

        // Asked for afterwards, and by the one who closed.
        Assert.True(pair.Client.Closed.IsCancellationRequested);
        await WhenCancelled(pair.Client.Closed).WaitAsync(Patience);
        Assert.Equal(CloseReason.Normal, pair.Client.CloseReason);
    }

    [Fact]
    public async Task Closing_twice_at_once_is_harmless()
    {
        await using FlowPair pair = await FlowPair.StartAsync("attached");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await pair.Client.CloseAsync()))).WaitAsync(Patience);
        await pair.Client.DisposeAsync();
        pair.Client.Dispose();
    }

    [Fact]
    public async Task A_wait_for_a_close_can_be_cancelled_and_the_close_goes_on()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        try
        {
            await pair.Client.CloseAsync(cancelled.Token);
        }
        catch (OperationCanceledException)
        {
            // Or it was quicker.
        }

        await WhenCancelled(pair.Server.Closed).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_daemon_that_goes_away_is_noticed_without_reading()
    {
        TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        await using Flow client = await program.AllocateAsync("n", layer: "here");
        await using Flow server = await listener.AcceptAsync(Patience);
        Task both = Task.WhenAll(WhenCancelled(client.Closed), WhenCancelled(server.Closed));
        await stacks.DisposeAsync();
        await both.WaitAsync(Patience);
        Assert.NotEqual(CloseReason.Normal, client.CloseReason);
    }

    [Fact]
    public async Task A_stack_that_breaks_is_noticed_without_reading()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync(new StackOptions { Failed = _ => { } });
        await using FlowListener listener = await stack.ListenAsync("n");
        await using Flow client = await stack.AllocateAsync("n");
        Task closed = WhenCancelled(client.Closed);
        stack.TryRun(_ => throw new InvalidOperationException("a machine broke"));
        await closed.WaitAsync(Patience);
        Assert.Equal(CloseReason.StackLost, client.CloseReason);
        Assert.Equal(LaminaError.StackFailed, Assert.Throws<LaminaException>(() => client.Write("x"u8)).Error);
    }

    /// <summary>The bound that is promised is a second; asserted is what a machine twenty times slower keeps.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_peer_of_a_killed_program_hears_it_at_once(bool overLayer)
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        var start = new ProcessStartInfo("dotnet", [typeof(FlowPair).Assembly.Location.Replace("Lamina.Tests.dll", "Lamina.Flow.Child.dll", StringComparison.Ordinal), stacks.Directory, "n"]);
        if (overLayer)
        {
            start.ArgumentList.Add("here");
        }

        using Process child = Process.Start(start)!;
        try
        {
            await using Flow flow = await listener.AcceptAsync(Patience);
            Assert.Equal(5, (await flow.ReadAsync(new byte[10]).AsTask().WaitAsync(Patience)).Length);
            Task closed = WhenCancelled(flow.Closed);
            ValueTask<ReadResult> reading = flow.ReadAsync(new byte[10]);
            var clock = Stopwatch.StartNew();
            child.Kill();
            await closed.WaitAsync(Patience);
            output.WriteLine($"{(overLayer ? "over a layer" : "direct")}: heard after {clock.Elapsed.TotalMilliseconds:0.0} ms");
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
            Assert.Equal(CloseReason.PeerDied, flow.CloseReason);
            var failure = await Assert.ThrowsAsync<LaminaException>(() => reading.AsTask().WaitAsync(Patience));
            Assert.Equal(LaminaError.PeerDied, failure.Error);
        }
        finally
        {
            child.Kill();
        }
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(ended.SetResult);
        return ended.Task;
    }
}
