using System.Globalization;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Ipc.Unicast;

namespace Lamina.Bench;

/// <summary>What the command line says.</summary>
/// <param name="Rounds">Measured rounds.</param>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="IsJson">For programs.</param>
/// <param name="Only">Rows whose names contain one of these, and their limits; empty: all.</param>
/// <param name="Asked">Questions that are asked; empty: all.</param>
/// <param name="Congestion">The policy of unicast layers in embedded rows.</param>
/// <param name="IsAlone">Without the limits of the rows: for profiles.</param>
internal sealed record BenchOptions(
    int Rounds, double Seconds, bool IsJson, IReadOnlyList<string> Only, IReadOnlyList<Question> Asked, string Congestion, bool IsAlone)
{
    public const string Usage = """
        usage: Lamina.Bench [--quick] [--rounds N] [--seconds S] [--only ROW,..] [--alone] [--ask QUESTION,..] [--congestion POLICY] [--json]
          --rounds   measured rounds of everything, after one that is not counted   (default 7)
          --seconds  length of one measurement                                      (default 0.5)
          --only     rows whose names contain one of these, beside their limits         (default all)
          --alone    without their limits, for profiles
          --ask      roundtrip, packets, goodput                                    (default all)
          --congestion  policy of the unicast layers in embedded rows                (default: the node's own)
          --quick    two rounds of 0.15 s: about 20 seconds, and no figures to quote
          --json     for programs; the schema is lamina.bench/1
        """;

    private static readonly string NodeDefault = new UnicastParameters(Name.Parse("bench")).Congestion;

    /// <summary>Null where the arguments are not understood.</summary>
    public static BenchOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new BenchOptions(7, 0.5, false, [], [], NodeDefault, false);
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    options = options with { Rounds = 2, Seconds = 0.15 };
                    break;
                case "--json":
                    options = options with { IsJson = true };
                    break;
                case "--rounds" when TryValue(args, ++i, out double rounds):
                    options = options with { Rounds = (int)Math.Ceiling(rounds) };
                    break;
                case "--seconds" when TryValue(args, ++i, out double seconds):
                    options = options with { Seconds = seconds };
                    break;
                case "--only" when ++i < args.Length:
                    options = options with { Only = args[i].Split(',') };
                    break;
                case "--ask" when ++i < args.Length && TryQuestions(args[i], out Question[] asked):
                    options = options with { Asked = asked };
                    break;
                case "--alone":
                    options = options with { IsAlone = true };
                    break;
                case "--congestion" when ++i < args.Length:
                    options = options with { Congestion = args[i] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    /// <summary>Whether a row with its limits is to be measured.</summary>
    public bool Wants(string row) => Only.Count == 0 || Only.Any(part => row.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a question is to be asked.</summary>
    public bool Asks(Question question) => Asked.Count == 0 || Asked.Contains(question);

    private static bool TryQuestions(string text, out Question[] asked)
    {
        string[] parts = text.Split(',');
        asked = [.. parts.Select(part => Enum.TryParse(part, ignoreCase: true, out Question question) ? question : (Question)(-1))];
        return asked.All(Enum.IsDefined);
    }

    private static bool TryValue(ReadOnlySpan<string> args, int at, out double value)
    {
        value = 0;
        return at < args.Length && double.TryParse(args[at], CultureInfo.InvariantCulture, out value) && value is > 0 and <= 10_000;
    }
}
