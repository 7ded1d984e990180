using Lamina.Core;
using Lamina.Simulation.Reports;

namespace Lamina.Cli.Sim;

/// <summary>What is kept of a run among many.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Violations">What did not hold.</param>
/// <param name="TraceHash">Of all datagrams; empty where the run broke.</param>
internal sealed record FinishedRun(ulong Seed, IReadOnlyList<Violation> Violations, string TraceHash = "")
{
    /// <summary>A run that ended in an exception: a fault of a machine or of the simulator, and a finding like any other.</summary>
    public static FinishedRun Broken(ulong seed, Instant at, Exception fault) =>
        new(seed, [new Violation("no exception escapes", at, $"{fault.GetType().Name}: {fault.Message}")]);

    /// <summary>One line, whatever the first violation has to tell.</summary>
    public string Summary
    {
        get
        {
            string count = Violations.Count == 1 ? "" : $" ({Violations.Count} in all)";
            Violation first = Violations[0];
            return $"seed {Seed}: at {first.At}, {first.Invariant}: {first.Text.Split('\n')[0].TrimEnd()}{count}";
        }
    }
}
