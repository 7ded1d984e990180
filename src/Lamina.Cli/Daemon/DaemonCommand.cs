using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Status;
using Lamina.Daemon;
using Lamina.Daemon.Configuration;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Lamina.Cli.Daemon;

/// <summary>lamina daemon [--stack NAME]... [--config FILE [--check]] [--log-level L]</summary>
internal static class DaemonCommand
{
    public static Command Create(CliContext context)
    {
        Option<string?> config = new("--config")
        {
            Description = "A file that says which stacks to run and what is in them; read again at SIGHUP",
            HelpName = "FILE",
        };
        Option<bool> check = new("--check") { Description = "Only examine the file of --config: exit 0, or 2 with every mistake" };
        Option<string?> logLevel = new Option<string?>("--log-level")
        {
            Description = "What is written to stderr: trace, debug, information (default), warning, error, none",
            HelpName = "LEVEL",
        }.OneOf("trace", "debug", "information", "warning", "error", "none");
        Command command = new(
            "daemon",
            "Runs stacks in the foreground until SIGTERM or SIGINT. Example: lamina daemon --stack a --stack b, or "
            + "lamina daemon --config /etc/lamina/lamina.json")
        {
            config, check, logLevel,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(check) && result.GetResult(config) is null)
            {
                result.AddError("--check examines a file: give --config FILE as well");
            }
        });
        command.SetAction(async (result, cancel) =>
        {
            string? file = result.GetValue(config);
            if (result.GetValue(check))
            {
                return Check(file!, context);
            }

            IReadOnlyList<StackPaths> stacks =
                file is not null && GlobalOptions.IsStackUnsaid(result) ? [] : GlobalOptions.StacksIn(result, context);
            Examine(stacks);
            LogLevel level = Enum.Parse<LogLevel>(result.GetValue(logLevel) ?? "information", ignoreCase: true);
            LineLogger log = new(context.Error, level, context.Environment("JOURNAL_STREAM") is { Length: > 0 }, TimeProvider.System);
            await using StackEventLog events = new(log, TimeProvider.System);
            DaemonOptions options = new()
            {
                Stacks = stacks,
                OpenStack = (stack, terms) => NodeStack.OpenAsync(stack, terms, VersionCommand.Number, context.Error, log, events),
                Out = context.Out,
                Log = log,
                State = StatePlace.Find(context.Environment),
                Configuration = file is null ? null : new ConfigurationSource(file, name => StackPaths.Resolve(name, context.RuntimeDirectory)),
                Environment = context.Environment,
            };
            return await LaminaDaemon.RunAsync(options, cancel) ? ExitCode.Ok : ExitCode.Degraded;
        });
        return command;
    }

    private static int Check(string path, CliContext context)
    {
        ConfigurationFile file = ConfigurationFile.Read(path);
        if (!file.IsValid)
        {
            throw new ConfigurationException(file);
        }

        int steps = file.Stacks.Sum(stack => stack.Steps.Count);
        context.Out.WriteLine($"{path} can be applied: {Count(file.Stacks.Count, "stack")}, {Count(steps, "step")}");
        return ExitCode.Ok;

        static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
    }

    private static void Examine(IReadOnlyList<StackPaths> stacks)
    {
        if (stacks.GroupBy(stack => stack.Directory).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new CommandException(ExitCode.Usage, $"stack {twice.First().Name} was given twice");
        }
    }
}
