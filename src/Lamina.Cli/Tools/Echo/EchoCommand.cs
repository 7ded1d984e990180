using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Grammar;
using Lamina.Core;

namespace Lamina.Cli.Tools.Echo;

/// <summary>lamina echo NAME MESSAGE [--layer L] [--json] | --listen --name N: the hello world of flows.</summary>
internal static class EchoCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(CliContext context)
    {
        ListenOptions sides = new();
        Option<bool> json = CommonOptions.Json();
        Argument<string?> text = new("MESSAGE") { Description = "What is said", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("echo", "Says something to a server that says it back. Example: lamina echo hello \"Hello World!\"");
        sides.AddTo(command);
        command.Arguments.Add(text);
        command.Options.Add(json);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(sides.Listen) && result.GetResult(text) is not { Tokens.Count: > 0 })
            {
                result.AddError("say what: lamina echo NAME MESSAGE");
            }
        });
        command.SetAction(async (result, cancel) =>
        {
            if (sides.ServerName(result) is { } name)
            {
                return await ToolServer.RunAsync(context, result, name, (flow, stop) => ServeAsync(context, flow, stop), cancel);
            }

            await using StackLease stack = await ToolStack.OpenAsync(context, result);
            string destination = result.GetValue(sides.Destination)!;
            await using Flow flow = await stack.Stack.AllocateAsync(
                destination, QosSpec.Data, layer: result.GetValue(sides.Layer), cancellationToken: cancel);
            string message = result.GetValue(text)!;
            string answer = await AskAsync(flow, message, cancel);
            context.Out.WriteLine(result.GetValue(json)
                ? JsonSerializer.Serialize(new EchoDocument(destination, message, answer), EchoJson.Default.EchoDocument)
                : answer);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<string> AskAsync(Flow flow, string text, CancellationToken cancel)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        byte[] buffer = new byte[64 * 1024];
        try
        {
            await flow.WriteAsync(EchoMessage.Write(isReply: false, text), patience.Token);
            while (await flow.ReadAsync(buffer, patience.Token) is { IsEndOfFlow: false } read)
            {
                if (EchoMessage.TryRead(buffer.AsSpan(0, read.Length), isReply: true, out string answer))
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.Timeout, $"no answer came within {Patience.TotalSeconds} s");
        }

        throw new CommandException(ExitCode.Failure, "the server closed the flow without an answer");
    }

    private static async Task ServeAsync(CliContext context, Flow flow, CancellationToken cancel)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
        {
            if (EchoMessage.TryRead(buffer.AsSpan(0, read.Length), isReply: false, out string text))
            {
                context.Out.WriteLine($"Message from client is {text}.");
                await flow.WriteAsync(EchoMessage.Write(isReply: true, text), cancel);
            }
        }
    }
}
