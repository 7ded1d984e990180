using Lamina.Node;

namespace Lamina.Tests;

/// <summary>A fault inside one stack.</summary>
public sealed class StackFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_ends_that_stack_with_its_reason_and_no_other()
    {
        var told = new TaskCompletionSource<Exception>();
        await using NetworkStack bad = await NetworkStack.StartAsync(new StackOptions { Name = "bad", Failed = told.SetResult });
        await using NetworkStack good = await NetworkStack.StartAsync(new StackOptions { Name = "good" });
        FlowListener listener = await bad.ListenAsync("n");
        Task<Flow> accepting = listener.AcceptAsync();

        bad.TryRun(_ => throw new InvalidOperationException("a machine broke"));
        Exception reason = await told.Task.WaitAsync(Patience);
        Assert.Equal("a machine broke", reason.Message);
        var failure = await Assert.ThrowsAsync<LaminaException>(() => accepting.WaitAsync(Patience));
        Assert.Equal(LaminaError.StackFailed, failure.Error);
        failure = await Assert.ThrowsAsync<LaminaException>(() => bad.AllocateAsync("n"));
        Assert.Equal(LaminaError.StackFailed, failure.Error);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Management.Flows.ListAsync());

        Assert.Empty(await good.Management.Flows.ListAsync());
    }
}
