using System.Globalization;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;

namespace Lamina.Contest;

/// <summary>What the command line says.</summary>
internal sealed record ContestOptions(int Rounds, double Seconds, IReadOnlyList<double> Losses, string Path, string Congestion, IReadOnlyList<string> Controls)
{
    public const string Usage = """
        Kernel TCP and a Lamina flow of QoS data over the same impaired link, in the same run, by interleaved pairs. Needs root and /dev/net/tun.

        usage: Lamina.Contest [--rounds N] [--seconds S] [--losses P,P,P] [--path IMPAIRMENT] [--congestion P] [--tcp C,C]
          --rounds      measured rounds for each loss                        (default 7)
          --seconds     length of one measurement, after one third of it     (default 6)
          --losses      loss each way in per cent                            (default 0.1,1,3)
          --path        the rest of the link, as lamina ipcp impair has it   (default delay=10ms,rate=100mbit,queue=250k)
          --congestion  congestion policy of the layer                       (default: what layers have by default)
          --tcp         congestion controls of the kernel's TCP              (default cubic,bbr)
        """;

    private static readonly string LayerDefault = new UnicastParameters(Name.Parse("contest")).Congestion;

    /// <summary>Null where the arguments are not understood.</summary>
    public static ContestOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new ContestOptions(7, 6, [0.1, 1, 3], "delay=10ms,rate=100mbit,queue=250k", LayerDefault, ["cubic", "bbr"]);
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            string value = args[i + 1];
            ContestOptions? next = args[i] switch
            {
                "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out int rounds) && rounds > 0 => options with { Rounds = rounds },
                "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => options with { Seconds = seconds },
                "--losses" when value.Split(',').All(word => double.TryParse(word, CultureInfo.InvariantCulture, out _)) =>
                    options with { Losses = [.. value.Split(',').Select(word => double.Parse(word, CultureInfo.InvariantCulture))] },
                "--path" when ImpairmentText.Parse(value, out _).IsOk => options with { Path = value },
                "--tcp" => options with { Controls = value.Split(',') },
                "--congestion" => options with { Congestion = value },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return args.Length % 2 == 0 ? options : null;
    }

    /// <summary>The link at a loss.</summary>
    public PortImpairment At(double lossPercent)
    {
        ImpairmentText.Parse(Path, out PortImpairment path);
        return path with { Loss = lossPercent / 100, Ways = ImpairedWays.Out };
    }
}
