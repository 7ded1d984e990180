using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lamina.Cli.Grammar;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Cli;

/// <summary>The actions of commands that manage one stack.</summary>
internal static class Management
{
    /// <summary>The command does something; it prints nothing when that went well.</summary>
    public static void SetOperation(
        this Command command, CliContext context, Func<IStackControl, ParseResult, CancellationToken, ValueTask<Outcome>> operation) =>
        command.SetAction(async (result, cancel) =>
        {
            using Handle handle = Open(context, result);
            Outcome outcome = await operation(handle.Control, result, cancel);
            return outcome.IsOk ? ExitCode.Ok : throw new CommandException(outcome);
        });

    /// <summary>The command reads something and prints it, as text or as the JSON that it came as.</summary>
    public static void SetQuestion<T>(
        this Command command,
        CliContext context,
        JsonTypeInfo<T> type,
        Func<IStackControl, ParseResult, CancellationToken, ValueTask<Answer<T>>> question,
        Action<T> print)
        where T : class
    {
        Option<bool> json = CommonOptions.Json();
        command.Options.Add(json);
        command.SetAction(async (result, cancel) =>
        {
            using Handle handle = Open(context, result);
            Answer<T> answer = await question(handle.Control, result, cancel);
            if (!answer.IsOk)
            {
                throw new CommandException(answer.Outcome);
            }

            if (result.GetValue(json))
            {
                context.Out.WriteLine(JsonSerializer.Serialize(answer.Value, type));
            }
            else
            {
                print(answer.Value);
            }

            return ExitCode.Ok;
        });
    }

    private static Handle Open(CliContext context, ParseResult result) =>
        new(context.OpenControl(GlobalOptions.StackIn(result, context)));

    private readonly record struct Handle(IStackControl Control) : IDisposable
    {
        public void Dispose() => (Control as IDisposable)?.Dispose();
    }
}
