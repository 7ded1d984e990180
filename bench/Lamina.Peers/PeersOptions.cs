using System.Globalization;

namespace Lamina.Peers;

/// <summary>What the command line says.</summary>
internal sealed record PeersOptions(int Rounds, double Seconds, string Lamina, bool IsJson, IReadOnlyList<string> Only)
{
    public const string Usage = """
        What users would pick instead of Lamina, and Lamina, between the same two hosts (network namespaces, a veth pair), in the same run. Needs root.

        usage: Lamina.Peers [--rounds N] [--seconds S] [--lamina PATH] [--only NAME,NAME] [--json]
          --rounds   measured rounds, each with all contenders by turns   (default 5)
          --seconds  length of one measurement                            (default 3)
          --lamina   the built program                                    (default beside this one)
          --only     some of the contenders, by the beginning of a name   (default all)
          --json     JSON with a schema field instead of the table

        What is not installed is not run, and the table says so. Debian's packages: iperf3 (needed), socat, wireguard-go and
        wireguard-tools, nebula, tinc, yggdrasil, openvpn, vde2.
        """;

    /// <summary>Null where the arguments are not understood.</summary>
    public static PeersOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new PeersOptions(5, 3, Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Lamina.Cli/release/lamina")), false, []);
        for (int i = 0; i < args.Length; i++)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            PeersOptions? next = args[i] switch
            {
                "--json" => options with { IsJson = true },
                "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out int rounds) && rounds > 0 => options with { Rounds = rounds },
                "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => options with { Seconds = seconds },
                "--lamina" when value.Length > 0 => options with { Lamina = Path.GetFullPath(value) },
                "--only" when value.Length > 0 => options with { Only = value.Split(',') },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            i += args[i] == "--json" ? 0 : 1;
            options = next;
        }

        return options;
    }
}
