using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Ipcp;

/// <summary>What connect and disconnect share.</summary>
internal static class AdjacencyOptions
{
    public static Option<string> Destination() => new("--dst") { Description = "The member's name", HelpName = "NAME", Required = true };

    public static Option<string?> Component()
    {
        Option<string?> option = new("--component")
        {
            Description = "dt: data transfer, mgmt: management, all: both (default)",
            HelpName = "PART",
        };
        return option.OneOf("dt", "mgmt", "all");
    }
}
