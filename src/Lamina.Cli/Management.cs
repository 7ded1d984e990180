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
    /// <summary>The command does something; when that went well it prints nothing, or what there is to know besides.</summary>
    public static void SetOperation(
        this Command command, CliContext context, Func<IStackControl, ParseResult, CancellationToken, ValueTask<Outcome>> operation) =>
        command.SetAction((result, cancel) => DoAsync(context, result, (stack, stop) => operation(stack, result, stop), cancel));

    /// <summary>Does something.</summary>
    public static async Task<int> DoAsync(
        CliContext context, ParseResult result, Func<IStackControl, CancellationToken, ValueTask<Outcome>> operation, CancellationToken cancel)
    {
        using Handle handle = Open(context, result);
        Outcome outcome = await operation(handle.Control, cancel);
        if (!outcome.IsOk)
        {
            throw new CommandException(outcome);
        }

        if (outcome.Message.Length > 0)
        {
            context.Error.WriteLine(outcome.Message);
        }

        return ExitCode.Ok;
    }

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
        command.SetAction((result, cancel) => AskAsync(context, result, json, type, (stack, stop) => question(stack, result, stop), print, cancel));
    }

    /// <summary>Reads something and prints it, as text or as the JSON that it came as.</summary>
    public static async Task<int> AskAsync<T>(
        CliContext context,
        ParseResult result,
        Option<bool> json,
        JsonTypeInfo<T> type,
        Func<IStackControl, CancellationToken, ValueTask<Answer<T>>> question,
        Action<T> print,
        CancellationToken cancel)
        where T : class
    {
        using Handle handle = Open(context, result);
        Answer<T> answer = await question(handle.Control, cancel);
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
    }

    private static Handle Open(CliContext context, ParseResult result) =>
        new(context.OpenControl(GlobalOptions.StackIn(result, context)));

    private readonly record struct Handle(IStackControl Control) : IDisposable
    {
        public void Dispose() => (Control as IDisposable)?.Dispose();
    }
}
