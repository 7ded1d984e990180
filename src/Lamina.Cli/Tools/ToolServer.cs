using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tools;

/// <summary>The --listen side of a tool: binds itself to a name and serves every flow until it is interrupted.</summary>
internal static class ToolServer
{
    public static async Task<int> RunAsync(
        CliContext context, ParseResult result, string name, Func<Flow, CancellationToken, Task> serve, CancellationToken cancel)
    {
        await using StackLease stack = await ToolStack.OpenAsync(context, result);
        await using FlowListener listener = await stack.Stack.ListenAsync(name);
        await SayWhereAsync(context, result, name, cancel);
        try
        {
            while (true)
            {
                Flow flow = await listener.AcceptAsync(cancel);
                _ = ServeAsync(context, flow, serve, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    /// <summary>A name that is registered nowhere is heard on this host only: that is worth a sentence, not a failure.</summary>
    public static async Task SayWhereAsync(CliContext context, ParseResult result, string name, CancellationToken cancel)
    {
        IStackControl control = context.OpenControl(GlobalOptions.StackIn(result, context));
        using IDisposable? owned = control as IDisposable;
        Answer<NameList> names;
        try
        {
            names = await control.ListNamesAsync(cancel);
        }
        catch (DaemonUnreachableException)
        {
            // The attach socket answered, the control socket is not ours to open: then we cannot know.
            return;
        }

        NameEntry? entry = names.Value?.Names.FirstOrDefault(known => known.Name == name);
        if (entry is { Registrations.Count: > 0 })
        {
            context.Error.WriteLine($"lamina: listening for '{name}', registered with {string.Join(", ", entry.Registrations)}");
            return;
        }

        Failure.Write(
            context.Error,
            ExitCode.Ok,
            $"listening for '{name}', which is registered in no layer: only programs of this stack reach it",
            $"lamina register {name} --layer LAYER");
    }

    private static async Task ServeAsync(CliContext context, Flow flow, Func<Flow, CancellationToken, Task> serve, CancellationToken cancel)
    {
        try
        {
            await using (flow)
            {
                await serve(flow, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
        catch (LaminaException lost)
        {
            context.Error.WriteLine($"lamina: a flow ended: {lost.Message}");
        }
    }
}
