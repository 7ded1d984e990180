using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Show;

/// <summary>lamina show IPCP [info|adjacencies|lsdb|routes|directory|flows|stats]</summary>
internal static class ShowCommand
{
    private static readonly string[] Parts = ["info", "adjacencies", "lsdb", "routes", "directory", "flows", "stats"];

    public static Command Create(CliContext context)
    {
        Argument<string> ipcp = CommonOptions.Ipcp();
        Argument<string> what = new("WHAT")
        {
            Description = string.Join(", ", Parts),
            DefaultValueFactory = _ => "info",
        };
        what.Suggesting(Parts);
        what.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string word }] && !Parts.Contains(word))
            {
                result.AddError($"there is no '{word}' to show; there are {string.Join(", ", Parts)}{Suggestion.Ask(word, Parts)}");
            }
        });
        Command command = new("show", "Looks inside an IPC process. Example: lamina show uni2 routes") { ipcp, what };
        command.SetQuestion(
            context,
            ControlJson.Default.ShowReport,
            (stack, result, cancel) => stack.ShowAsync(result.GetRequiredValue(ipcp), result.GetRequiredValue(what), cancel),
            report => ShowTable.Write(report, context.Out, context.Style));
        return command;
    }
}
