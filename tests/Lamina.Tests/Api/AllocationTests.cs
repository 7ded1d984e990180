namespace Lamina.Tests.Api;

/// <summary>Asking for a flow: for ever, for a while, or without waiting (FEATURES O40).</summary>
public sealed class AllocationTests
{
    private static readonly TimeSpan Patience = FlowPair.Patience;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_time_out_ends_the_wait()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        using var held = new HeldDaemon(stacks.Daemon.Driver);
        var failure = await Assert.ThrowsAsync<LaminaException>(() => program.AllocateAsync("n", timeout: Soon).WaitAsync(Patience));
        Assert.Equal(LaminaError.Timeout, failure.Error);
        failure = Assert.Throws<LaminaException>(() => program.Allocate("n", timeout: Soon));
        Assert.Equal(LaminaError.Timeout, failure.Error);
    }

    [Fact]
    public async Task Without_a_time_out_it_waits_until_there_is_an_answer()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        Task<Flow> waiting;
        using (var held = new HeldDaemon(stacks.Daemon.Driver))
        {
            waiting = program.AllocateAsync("n", timeout: Timeout.InfiniteTimeSpan);
            Task<LaminaException> other = Assert.ThrowsAsync<LaminaException>(() => program.AllocateAsync("n", timeout: Soon));
            await other.WaitAsync(Patience);
            Assert.False(waiting.IsCompleted);
        }

        await using Flow flow = await waiting.WaitAsync(Patience);
        await using Flow server = await listener.AcceptAsync(Patience);
    }

    [Fact]
    public async Task Without_waiting_it_returns_at_once_and_the_event_brings_the_flow_later()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        var told = new TaskCompletionSource<FlowAllocation>(TaskCreationOptions.RunContinuationsAsynchronously);
        FlowAllocation allocation;
        using (var held = new HeldDaemon(stacks.Daemon.Driver))
        {
            allocation = program.BeginAllocate("n");
            allocation.Completed += (sender, _) => told.TrySetResult((FlowAllocation)sender!);
            Assert.False(allocation.IsCompleted);
            Assert.Null(allocation.Flow);
            Assert.Null(allocation.Failure);
        }

        Assert.Same(allocation, await told.Task.WaitAsync(Patience));
        Assert.Null(allocation.Failure);
        await using Flow server = await listener.AcceptAsync(Patience);
        allocation.Flow!.Write("x"u8);
        Assert.Equal(1, server.Read(new byte[10]).Length);

        var late = new TaskCompletionSource();
        allocation.Completed += (_, _) => late.TrySetResult();
        await late.Task.WaitAsync(Patience);
        await allocation.Flow.CloseAsync();
    }

    [Fact]
    public async Task Without_waiting_a_failure_comes_by_the_event_too()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        FlowAllocation allocation = stack.BeginAllocate("nobody");
        var told = new TaskCompletionSource();
        allocation.Completed += (_, _) => told.TrySetResult();
        await told.Task.WaitAsync(Patience);
        Assert.Equal(LaminaError.NameUnknown, allocation.Failure!.Error);
        Assert.Null(allocation.Flow);
        await Assert.ThrowsAsync<LaminaException>(() => allocation.Completion);
    }

    [Fact]
    public async Task What_nobody_waits_for_can_be_given_up()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        using (var held = new HeldDaemon(stacks.Daemon.Driver))
        {
            FlowAllocation allocation = program.BeginAllocate("n", timeout: Timeout.InfiniteTimeSpan);
            allocation.Cancel();
            Assert.Equal(LaminaError.Closed, allocation.Failure!.Error);
        }

        // Whatever the daemon made of it meanwhile is closed again.
        await using Flow flow = await program.AllocateAsync("n");
        while ((await stacks.Daemon.Management.ListAttachedAsync()).Sum(process => process.FlowCount) != 2)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Zero_is_no_time_to_wait_and_says_what_to_call_instead()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        var mistake = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stack.AllocateAsync("n", timeout: TimeSpan.Zero));
        Assert.Contains(nameof(NetworkStack.BeginAllocate), mistake.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stack.AllocateAsync("n", timeout: TimeSpan.FromSeconds(-5)));
    }

    [Fact]
    public async Task A_stack_that_ends_ends_what_nobody_waits_for()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        NetworkStack program = await stacks.AttachAsync();
        FlowAllocation allocation;
        using (var held = new HeldDaemon(stacks.Daemon.Driver))
        {
            allocation = program.BeginAllocate("n", timeout: Timeout.InfiniteTimeSpan);
            await program.DisposeAsync();
        }

        await Assert.ThrowsAsync<LaminaException>(() => allocation.Completion.WaitAsync(Patience));
    }
}
