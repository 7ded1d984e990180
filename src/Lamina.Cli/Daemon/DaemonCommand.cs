using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Status;
using Lamina.Daemon;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Daemon;

/// <summary>lamina daemon [--stack NAME]... [--log-level L]</summary>
internal static class DaemonCommand
{
    public static Command Create(CliContext context)
    {
        Command command = new(
            "daemon", "Runs stacks in the foreground until SIGTERM or SIGINT. Example: lamina daemon --stack a --stack b")
        {
            Refused.Option("--config", "there is no configuration file yet; use commands after the daemon is ready"),
            Refused.Option("--log-level", "the daemon writes no log yet; it says when it is ready, and warns when something leaked"),
        };
        command.SetAction(async (result, cancel) =>
        {
            IReadOnlyList<StackPaths> stacks = GlobalOptions.StacksIn(result, context);
            Examine(stacks);
            DaemonOptions options = new()
            {
                Stacks = stacks,
                OpenStack = stack => NodeStack.OpenAsync(stack, VersionCommand.Number, context.Error),
                Out = context.Out,
                Error = context.Error,
            };
            return await LaminaDaemon.RunAsync(options, cancel) ? ExitCode.Ok : ExitCode.Degraded;
        });
        return command;
    }

    private static void Examine(IReadOnlyList<StackPaths> stacks)
    {
        if (stacks.GroupBy(stack => stack.Directory).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new CommandException(ExitCode.Usage, $"stack {twice.First().Name} was given twice");
        }
    }
}
