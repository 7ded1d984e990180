using System.Diagnostics;
using Lamina.Daemon.Control;
using Lamina.Daemon.Health;
using Lamina.Daemon.Metrics;
using Lamina.Node;
using Lamina.Node.Management;
using Lamina.Node.Metrics;

namespace Lamina.Daemon.Nodes;

/// <summary>Metrics and health over a node's management.</summary>
internal sealed class NodeObservation(string stack, StackManagement management, string version, StackKeep? keep)
{
    private readonly long _opened = Stopwatch.GetTimestamp();
    private readonly StackHealth _health = new(management);

    public async ValueTask<Answer<MetricsText>> GetMetricsAsync()
    {
        MetricSet set = await management.Metrics.GatherAsync();
        ProcessMetrics.Add(set, stack, version, Stopwatch.GetElapsedTime(_opened));
        CredentialMetrics.Add(set, keep?.Memberships?.Invoke() ?? []);
        return new MetricsText(OpenMetricsText.Write(set));
    }

    public async ValueTask<Answer<HealthReport>> GetHealthAsync() => await _health.ExamineAsync();
}
