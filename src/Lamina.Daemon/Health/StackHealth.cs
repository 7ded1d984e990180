using System.Diagnostics;
using Lamina.Daemon.Control;
using Lamina.Node.Management;

namespace Lamina.Daemon.Health;

/// <summary>Looks at a stack and says how it is. A stack that does not answer within a second has failed.</summary>
internal sealed class StackHealth(StackManagement management)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Growth is told from one look to the next; looks of two callers share it.
    private readonly QueueWatch _queues = new();

    public async ValueTask<HealthReport> ExamineAsync()
    {
        List<HealthCheck> checks = [];
        long start = Stopwatch.GetTimestamp();
        try
        {
            HealthFacts facts = await management.Metrics.GetHealthFactsAsync().WaitAsync(Patience);
            checks.Add(HealthChecks.Loop(Stopwatch.GetElapsedTime(start)));
            checks.Add(HealthChecks.Members(facts));
            checks.Add(HealthChecks.Adjacencies(facts));
            checks.Add(HealthChecks.Buffers(facts));
            checks.Add(_queues.Examine(facts.QueueDrops, Stopwatch.GetTimestamp()));
        }
        catch (TimeoutException)
        {
            checks.Add(new("loop", HealthStatus.Failed, "the stack does not answer within 1 s", "look at the processor; else restart the daemon"));
        }
        catch (InvalidOperationException ended)
        {
            checks.Add(new("loop", HealthStatus.Failed, ended.Message, "restart the daemon"));
        }

        return new HealthReport(HealthStatus.Worst(checks.Select(check => check.Status)), checks);
    }
}
