using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Show;

/// <summary>lamina show IPCP [info|adjacencies|lsdb|routes|directory|flows|stats]</summary>
internal static class ShowCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> ipcp = CommonOptions.Ipcp();
        Argument<string> what = new("WHAT")
        {
            Description = "info, adjacencies, lsdb, routes, directory, flows or stats",
            DefaultValueFactory = _ => "info",
        };
        what.AcceptOnlyFromAmong("info", "adjacencies", "lsdb", "routes", "directory", "flows", "stats");
        Command command = new("show", "Looks inside an IPC process. Example: lamina show uni2 routes") { ipcp, what };
        command.SetQuestion(
            context,
            ControlJson.Default.ShowReport,
            (stack, result, cancel) => stack.ShowAsync(result.GetRequiredValue(ipcp), result.GetRequiredValue(what), cancel),
            report => ShowTable.Write(report, context.Out, context.Style));
        return command;
    }
}
