using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>Something that happens at a time.</summary>
internal interface IEvent
{
    void Happen(Instant now);
}
