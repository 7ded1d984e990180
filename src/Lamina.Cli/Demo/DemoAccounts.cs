using System.Diagnostics;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Demo;

/// <summary>What each stack still holds when everything has been taken down: nothing, or the demo has failed.</summary>
internal static class DemoAccounts
{
    /// <summary>Closes and their answers cross on the wire; after this long whatever is left has leaked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<bool> WriteAsync(DemoNetwork network, TextWriter output, CancellationToken cancel)
    {
        bool clean = true;
        long began = Stopwatch.GetTimestamp();
        foreach (string stack in network.Stacks)
        {
            ResourceUse use = await UseOfAsync(network.ControlOf(stack), cancel);
            while (!use.IsNothing() && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(10, cancel);
                use = await UseOfAsync(network.ControlOf(stack), cancel);
            }

            output.WriteLine($"stack {stack}: {use.Buffers} buffers, {use.Flows} flows, {use.Timers} timers in use");
            clean &= use.IsNothing();
        }

        output.WriteLine(clean ? "Nothing leaked." : "Something leaked.");
        return clean;
    }

    private static async Task<ResourceUse> UseOfAsync(IStackControl control, CancellationToken cancel)
    {
        Answer<StatusReport> answer = await control.GetStatusAsync(cancel);
        return answer.IsOk ? answer.Value.Use : throw new CommandException(answer.Outcome);
    }
}
