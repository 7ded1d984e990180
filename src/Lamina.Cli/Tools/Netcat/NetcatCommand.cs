using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Core;

namespace Lamina.Cli.Tools.Netcat;

/// <summary>lamina nc NAME [-q QOS] [--layer L] | --listen NAME: stdin and stdout over a flow.</summary>
internal static class NetcatCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> destination = new("NAME") { Description = "The name of the server that is called", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> listen = new("--listen") { Description = "Wait for one flow to this name", HelpName = "NAME" };
        QosOptions qos = new();
        Option<string?> layer = CommonOptions.OnlyLayer();
        Command command = new(
            "nc",
            "Carries stdin to the other side's stdout, both ways; ends when both sides' input has ended. "
            + "Example: lamina nc backup < file, and on the other side: lamina nc --listen backup > file")
        {
            destination, listen, layer,
        };
        qos.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(listen) is null == result.GetResult(destination) is not { Tokens.Count: > 0 })
            {
                result.AddError("give either NAME or --listen NAME");
            }
        });
        command.SetAction(async (result, cancel) =>
        {
            await using StackLease stack = await ToolStack.OpenAsync(context, result);
            await using Flow flow = result.GetValue(listen) is { } name
                ? await AcceptAsync(context, result, stack.Stack, name, cancel)
                : await stack.Stack.AllocateAsync(
                    result.GetValue(destination)!, qos.Read(result, QosSpec.Data),
                    layer: result.GetValue(layer), cancellationToken: cancel);
            return await new NetcatSession(context, flow).RunAsync(cancel);
        });
        return command;
    }

    private static async Task<Flow> AcceptAsync(
        CliContext context, ParseResult result, NetworkStack stack, string name, CancellationToken cancel)
    {
        await using FlowListener listener = await stack.ListenAsync(name);
        await ToolServer.SayWhereAsync(context, result, name, cancel);
        return await listener.AcceptAsync(cancel);
    }
}
