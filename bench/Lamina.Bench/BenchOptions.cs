using System.Globalization;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Ipc.Unicast;

namespace Lamina.Bench;

/// <summary>What the command line says.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: Lamina.Bench [--quick] [--rounds N] [--seconds S] [--ask FAMILY,..] [--only ROW;..] [--alone] [--json FILE] [--svg DIR]
                            [--flows N] [--watch S] [--congestion POLICY]
          --rounds   measured rounds of everything, after one that is not counted     (default 15)
          --seconds  length of one measurement                                        (default 0.3)
          --ask      families: roundtrip, packets, goodput, sizes, layers, flows, forwarding, latency, allocations, memory, daemon, startup
                                                                                      (default all)
          --only     rows whose names contain one of these, with ; between, beside their limits   (default all)
          --alone    without their limits, for profiles
          --json     also write all figures to a file; the schema is lamina.bench/2; - is standard output, without the table
          --svg      also draw a chart for each family in a directory
          --flows    flows that are open at once where their memory is measured       (default 100000)
          --watch    seconds that an idle daemon is watched                           (default 60)
          --congestion  policy of the unicast layers                                  (default: the node's own)
          --quick    two rounds of 0.15 s, 1000 flows, 2 s: two minutes, and no figures to quote
        """;

    /// <summary>Measured rounds.</summary>
    public int Rounds { get; private init; } = 15;

    /// <summary>Length of one measurement.</summary>
    public double Seconds { get; private init; } = 0.3;

    /// <summary>Keys of families that are asked; empty: all.</summary>
    public IReadOnlyList<string> Asked { get; private init; } = [];

    /// <summary>Rows whose names contain one of these, and their limits; empty: all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Without the limits of the rows: for profiles.</summary>
    public bool IsAlone { get; private init; }

    /// <summary>The file for JSON, "-" for standard output; null: none.</summary>
    public string? JsonFile { get; private init; }

    /// <summary>The directory for charts; null: none.</summary>
    public string? SvgDirectory { get; private init; }

    /// <summary>Flows that are open at once.</summary>
    public int Flows { get; private init; } = 100_000;

    /// <summary>Seconds that what is idle is watched.</summary>
    public double Watch { get; private init; } = 60;

    /// <summary>The policy of unicast layers.</summary>
    public string Congestion { get; private init; } = new UnicastParameters(Name.Parse("bench")).Congestion;

    /// <summary>Null where the arguments are not understood.</summary>
    public static BenchOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new BenchOptions();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    options = options with { Rounds = 2, Seconds = 0.15, Flows = 1000, Watch = 2 };
                    continue;
                case "--alone":
                    options = options with { IsAlone = true };
                    continue;
            }

            if (i + 1 == args.Length || options.With(args[i], args[i + 1]) is not { } more)
            {
                return null;
            }

            options = more;
            i++;
        }

        return options;
    }

    /// <summary>Whether a row is to be measured for its own sake.</summary>
    public bool Wants(Row row) =>
        (Asked.Count == 0 || Asked.Contains(row.Family.Key)) && (Only.Count == 0 || Only.Any(part => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));

    private BenchOptions? With(string option, string word) => option switch
    {
        "--rounds" when TryValue(word, out double value) => this with { Rounds = (int)Math.Ceiling(value) },
        "--seconds" when TryValue(word, out double value) => this with { Seconds = value },
        "--flows" when TryValue(word, out double value) => this with { Flows = (int)Math.Ceiling(value) },
        "--watch" when TryValue(word, out double value) => this with { Watch = value },
        "--ask" when word.Split(',').All(key => Family.All.Any(family => family.Key == key)) => this with { Asked = word.Split(',') },
        "--only" => this with { Only = word.Split(';') },
        "--json" => this with { JsonFile = word },
        "--svg" => this with { SvgDirectory = word },
        "--congestion" => this with { Congestion = word },
        _ => null,
    };

    private static bool TryValue(string word, out double value) =>
        double.TryParse(word, CultureInfo.InvariantCulture, out value) && value is > 0 and <= 1_000_000;
}
