using System.Globalization;

namespace Lamina.Bench;

/// <summary>What the command line says.</summary>
internal sealed record BenchOptions(int Rounds, double Seconds, bool IsJson)
{
    public const string Usage = """
        usage: Lamina.Bench [--quick] [--rounds N] [--seconds S] [--json]
          --rounds   measured rounds of everything, after one that is not counted   (default 7)
          --seconds  length of one measurement                                      (default 0.5)
          --quick    two rounds of 0.15 s: about 20 seconds, and no figures to quote
          --json     for programs; the schema is lamina.bench/1
        """;

    /// <summary>Null where the arguments are not understood.</summary>
    public static BenchOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new BenchOptions(7, 0.5, false);
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
                default:
                    return null;
            }
        }

        return options;
    }

    private static bool TryValue(ReadOnlySpan<string> args, int at, out double value)
    {
        value = 0;
        return at < args.Length && double.TryParse(args[at], CultureInfo.InvariantCulture, out value) && value is > 0 and <= 10_000;
    }
}
