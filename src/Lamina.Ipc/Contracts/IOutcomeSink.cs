using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>Hears how an operation ended, once.</summary>
public interface IOutcomeSink
{
    /// <summary>The end.</summary>
    void HandleOutcome(Outcome outcome, Instant now);
}
