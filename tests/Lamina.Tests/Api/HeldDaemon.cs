using Lamina.Node.Driving;

namespace Lamina.Tests.Api;

/// <summary>A daemon that answers nobody, as when it was stopped by a signal, until it is let go.</summary>
internal sealed class HeldDaemon : IDisposable
{
    private readonly ManualResetEventSlim _goOn = new();
    private readonly Task _holding;

    public HeldDaemon(DomainDriver driver)
    {
        using var hasStopped = new ManualResetEventSlim();
        _holding = Task.Factory.StartNew(
            () => driver.Post(new OwnedCall(driver, _ =>
            {
                hasStopped.Set();
                _goOn.Wait();
            })),
            TaskCreationOptions.LongRunning);
        Assert.True(hasStopped.Wait(FlowPair.Patience));
    }

    public void LetGo()
    {
        _goOn.Set();
        Assert.True(_holding.Wait(FlowPair.Patience));
    }

    public void Dispose() => LetGo();
}
