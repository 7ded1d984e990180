using System.Diagnostics;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Health;

/// <summary>Says whether full queues drop at present: compares with what was counted a while ago.</summary>
public sealed class QueueWatch
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Drops)> _looks = new();

    /// <param name="drops">Dropped since the beginning.</param>
    /// <param name="now">The present, as <see cref="Stopwatch"/> tells it.</param>
    public HealthCheck Examine(long drops, long now)
    {
        lock (_lock)
        {
            // The oldest look within the window is what counts; no more of them than one a second.
            while (_looks.TryPeek(out (long At, long Drops) oldest) && Stopwatch.GetElapsedTime(oldest.At, now) > Window)
            {
                _looks.Dequeue();
            }

            long before = _looks.TryPeek(out (long At, long Drops) first) ? first.Drops : drops;
            long since = _looks.Count > 0 ? first.At : now;
            if (_looks.Count == 0 || Stopwatch.GetElapsedTime(_looks.Last().At, now) >= TimeSpan.FromSeconds(1))
            {
                _looks.Enqueue((now, drops));
            }

            return drops <= before
                ? new("queues", HealthStatus.Ok, "no queue is dropping")
                : new(
                    "queues", HealthStatus.Degraded,
                    $"full queues dropped {drops - before} in the last {Math.Max(1, (long)Stopwatch.GetElapsedTime(since, now).TotalSeconds)} s",
                    "lamina metrics shows where: lamina_dropped_total");
        }
    }
}
