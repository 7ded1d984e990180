namespace Lamina.Node.Tests.Exploration;

/// <summary>An interleaving broke an invariant.</summary>
public sealed class ScheduleFailedException(string message) : Exception(message);
