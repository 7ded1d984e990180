using System.Globalization;

namespace Lamina.Goodput;

/// <summary>What the command line says.</summary>
internal sealed record GoodputOptions(int Rounds, double Seconds)
{
    public const string Usage = """
        usage: Lamina.Goodput [--rounds N] [--seconds S]
          --rounds   measured rounds of every row, after one that is not counted   (default 7)
          --seconds  length of a round                                             (default 0.5)
        """;

    /// <summary>Null where the arguments are not understood.</summary>
    public static GoodputOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new GoodputOptions(7, 0.5);
        for (; args.Length > 0; args = args[2..])
        {
            if (args.Length < 2 || !double.TryParse(args[1], CultureInfo.InvariantCulture, out double value) || value <= 0)
            {
                return null;
            }

            switch (args[0])
            {
                case "--rounds":
                    options = options with { Rounds = (int)Math.Ceiling(value) };
                    break;
                case "--seconds":
                    options = options with { Seconds = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
