using Lamina.Core;

namespace Lamina.Node.Tests.Exploration;

/// <summary>Every look costs time, so that a budget is spent after a few pieces of work.</summary>
internal sealed class ExploredClock(Duration perLook) : IClock
{
    private Instant _now;

    public Instant Now => _now += perLook;
}
