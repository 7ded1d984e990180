using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Status;

/// <summary>lamina status: the stacks that run here; with --stack only that one.</summary>
internal static class StatusCommand
{
    public static Command Create(CliContext context)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("status", "Shows the stacks that run here and their IPC processes. Example: lamina status --json") { json };
        command.SetAction(async (result, cancel) =>
        {
            IReadOnlyList<StatusReport> reports = await CollectAsync(result, context, cancel);
            if (result.GetValue(json))
            {
                StatusDocument document = new(reports);
                context.Out.WriteLine(JsonSerializer.Serialize(document, StatusJson.Default.StatusDocument));
            }
            else
            {
                StatusText.Write(reports, context.Out, context.Style);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IReadOnlyList<StatusReport>> CollectAsync(ParseResult result, CliContext context, CancellationToken cancel)
    {
        IReadOnlyList<StackPaths> stacks = GlobalOptions.StacksIn(result, context);
        bool all = GlobalOptions.IsStackOpen(result, context);
        if (all && StackPaths.List(context.RuntimeDirectory) is { Count: > 0 } found)
        {
            stacks = found;
        }

        List<StatusReport> reports = [];
        DaemonUnreachableException? dead = null;
        foreach (StackPaths stack in stacks)
        {
            IStackControl control = context.OpenControl(stack);
            using IDisposable? owned = control as IDisposable;
            try
            {
                Answer<StatusReport> answer = await control.GetStatusAsync(cancel);
                reports.Add(answer.IsOk ? answer.Value : throw new CommandException(answer.Outcome));
            }
            catch (DaemonUnreachableException gone) when (all)
            {
                // A socket that a killed daemon left behind; it matters only when nobody else answers.
                dead = gone;
            }
        }

        return reports.Count == 0 && dead is not null ? throw dead : reports;
    }
}
