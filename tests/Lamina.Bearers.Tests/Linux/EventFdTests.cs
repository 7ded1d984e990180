using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Tests.Linux;

public sealed class EventFdTests
{
    [Fact]
    public void Signals_merge_until_they_are_drained()
    {
        using var wake = new EventFd();
        Assert.Equal(0UL, wake.Drain());
        wake.Signal();
        wake.Signal();
        Assert.Equal(2UL, wake.Drain());
        Assert.Equal(0UL, wake.Drain());
    }
}
