using Lamina.Daemon.Control;
using Lamina.Node.Management;

namespace Lamina.Daemon.Health;

/// <summary>Judgements, each from facts alone.</summary>
public static class HealthChecks
{
    private const double FullPool = 0.9;
    private const int MaxNamed = 3;

    public static HealthCheck Loop(TimeSpan answered) =>
        new("loop", HealthStatus.Ok, $"answers within {Math.Max(1, (long)Math.Ceiling(answered.TotalMilliseconds))} ms");

    public static HealthCheck Members(HealthFacts facts) => facts.InNoLayer.Count == 0
        ? new("members", HealthStatus.Ok, "every IPC process is in a layer")
        : new("members", HealthStatus.Degraded, $"in no layer: {List(facts.InNoLayer)}", $"lamina ipcp bootstrap {facts.InNoLayer[0]} --layer LAYER, or enrol it");

    public static HealthCheck Adjacencies(HealthFacts facts)
    {
        if (facts.Lost.Count == 0)
        {
            return new("adjacencies", HealthStatus.Ok, "none is missing");
        }

        LostAdjacency first = facts.Lost[0];
        string why = first.Problem.Length > 0 ? $" ({first.Problem})" : "";
        return new(
            "adjacencies", HealthStatus.Degraded,
            $"down: {List([.. facts.Lost.Select(lost => $"{lost.Ipcp} to {lost.Peer}")])}{why}; connecting again",
            $"lamina show {first.Ipcp} adjacencies");
    }

    public static HealthCheck Buffers(HealthFacts facts)
    {
        double used = (double)facts.PoolRentedBytes / facts.PoolLimitBytes;
        string message = $"{used * 100:0} % of {facts.PoolLimitBytes >> 20} MiB of packet buffers in use";
        return used <= FullPool
            ? new("buffers", HealthStatus.Ok, message)
            : new("buffers", HealthStatus.Degraded, message, "lamina flow list shows who holds many packets; a program may not be reading");
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNamed)) + (names.Count > MaxNamed ? $" and {names.Count - MaxNamed} more" : "");
}
