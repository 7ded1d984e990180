using System.Globalization;
using Lamina.Daemon.Control;

namespace Lamina.Soak.Hosts;

/// <summary>What a daemon says of itself at one moment.</summary>
internal sealed class Metrics(string text)
{
    public long Buffers => (long)Sum("lamina_pool_buffers");

    public long PoolBytes => (long)Sum("lamina_pool_allocated_bytes");

    public long Flows => (long)Sum("lamina_flows");

    public long Timers => (long)Sum("lamina_timers");

    public long HeapBytes => (long)Sum("dotnet_gc_heap_bytes");

    public double Dropped => Sum("lamina_dropped_total");

    public double PortBytes(string direction) => Sum("lamina_port_bytes_total", $"direction=\"{direction}\"");

    public double PortTrains(string direction) => Sum("lamina_port_trains_total", $"direction=\"{direction}\"");

    public double Cookies(string what) => Sum("lamina_cookies_total", $"what=\"{what}\"");

    public static async Task<Metrics> ReadAsync(DaemonUnderTest daemon)
    {
        Answer<MetricsText> answer = await daemon.Control.GetMetricsAsync(CancellationToken.None);
        DaemonUnderTest.Check(answer.Outcome);
        return new Metrics(answer.Value!.Text);
    }

    private double Sum(string name, string label = "") => text.Split('\n')
        .Where(line => line.Contains(label, StringComparison.Ordinal) && line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
}
