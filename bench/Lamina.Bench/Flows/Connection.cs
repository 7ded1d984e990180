namespace Lamina.Bench.Flows;

/// <summary>A flow whose other end is served.</summary>
/// <param name="Client">This end.</param>
/// <param name="End">After this end has closed: returns when the other is gone too.</param>
/// <param name="Elsewhere">Processor time of other processes that take part.</param>
internal sealed record Connection(Flow Client, Action End, Func<TimeSpan> Elsewhere);
