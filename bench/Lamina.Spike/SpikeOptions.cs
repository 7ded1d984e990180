using System.Globalization;

namespace Lamina.Spike;

/// <summary>What the command line says.</summary>
internal sealed record SpikeOptions
{
    public const string Usage = """
        usage: Lamina.Spike [--rounds N] [--seconds S] [--window TRAINS] [--ring BYTES] [--json]
          --rounds   measured rounds of every pipeline, after one that is not counted   (default 15)
          --seconds  length of a round                                                  (default 0.5)
          --window   writes in flight, the same for every pipeline over UDP             (default 16)
          --ring     capacity of each ring, a power of two                              (default 2097152)
          --json     print JSON instead of a table
        """;

    public int Rounds { get; private init; } = 15;

    public double Seconds { get; private init; } = 0.5;

    public int WindowTrains { get; private init; } = 16;

    public int RingCapacity { get; private init; } = 2 << 20;

    public bool Json { get; private init; }

    /// <summary>Null where the arguments are not understood.</summary>
    public static SpikeOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new SpikeOptions();
        while (args.Length > 0)
        {
            if (args[0] == "--json")
            {
                options = options with { Json = true };
                args = args[1..];
                continue;
            }
            if (args.Length < 2 || !double.TryParse(args[1], CultureInfo.InvariantCulture, out var value) || value <= 0)
            {
                return null;
            }

            switch (args[0])
            {
                case "--rounds":
                    options = options with { Rounds = (int)value };
                    break;
                case "--seconds":
                    options = options with { Seconds = value };
                    break;
                case "--window":
                    options = options with { WindowTrains = (int)value };
                    break;
                case "--ring":
                    options = options with { RingCapacity = (int)value };
                    break;
                default:
                    return null;
            }
            args = args[2..];
        }
        return options;
    }
}
