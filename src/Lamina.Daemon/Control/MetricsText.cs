namespace Lamina.Daemon.Control;

/// <summary>GET /metrics: the answer is the text alone, in the format of OpenMetrics 1.0.</summary>
public sealed record MetricsText(string Text);
