using Lamina.Core;
using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Tests.Reports;

/// <summary>Reports that nothing was run for.</summary>
internal static class Samples
{
    public static RunReport Good { get; } = new("ring", 7, 6, Duration.FromMilliseconds(12_345), "c0ffee")
    {
        Measures =
        [
            new Measure("convergence time", "s", 4.2138),
            new Measure("messages per member", "", 123) { P99 = 150, Max = 1234567 },
            new Measure("path stretch", "", 1) { Max = 1.5 },
        ],
        Series =
        [
            new Series("members converged", "s", "members", [(0, 0), (1.5, 3), (4.2, 6)]),
            new Series("members enrolled", "s", "members", [(0, 1), (4, 6)]),
            new Series("bytes sent", "members", "bytes", [(1, 1000), (2, 2500)]),
        ],
        Violations = [],
        Real = [new Measure("memory per member", "bytes", 48_123)],
    };

    public static RunReport Bad { get; } = Good with
    {
        Violations =
        [
            new Violation("routes are loop-free", new Instant(2_000_000_000), "m3 and m4 <point> at each other"),
            new Violation("what was sent arrives", new Instant(3_000_000_001), string.Join(' ', Enumerable.Repeat("word", 40))),
        ],
    };

    public static RunReport Empty { get; } = new("nothing", 1, 0, Duration.Zero, "00")
    {
        Measures = [],
        Series = [],
        Violations = [],
        Real = [],
    };
}
