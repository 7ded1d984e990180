using Lamina.Bearers.Rings;

namespace Lamina.Node.Tests.Exploration;

/// <summary>How a loop thread sleeps: it announces, looks at everything, and sleeps.</summary>
internal interface ILoopSleep : IWaker
{
    void Announce();

    void Sleep();
}
