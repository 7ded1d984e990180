namespace Lamina.Node.Tests.Exploration;

/// <summary>Unwinds the threads of a schedule that has failed.</summary>
internal sealed class ScheduleAbandonedException : Exception;
