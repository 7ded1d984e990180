namespace Lamina.Daemon.Control;

/// <summary>One look at one thing.</summary>
/// <param name="Name">What was looked at: "loop", "members", "adjacencies", "buffers", "queues", "state".</param>
/// <param name="Status">One of <see cref="HealthStatus"/>.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do next; null where there is nothing to do.</param>
public sealed record HealthCheck(string Name, string Status, string Message, string? Hint = null);
