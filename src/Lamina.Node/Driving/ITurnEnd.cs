using Lamina.Core;

namespace Lamina.Node.Driving;

/// <summary>Gathers what a turn brings, and hands it on once at its end: records that a ring publishes with one wake-up.</summary>
public interface ITurnEnd
{
    /// <summary>The turn ends; nothing runs after this but other ends.</summary>
    void HandleTurnEnd(Instant now);
}
