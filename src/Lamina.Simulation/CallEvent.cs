using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>A call that happens at a time.</summary>
internal sealed class CallEvent(Action<Instant> call) : IEvent
{
    public void Happen(Instant now) => call(now);
}
