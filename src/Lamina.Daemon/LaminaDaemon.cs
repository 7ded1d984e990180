using System.Runtime.InteropServices;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Daemon;

/// <summary>Runs stacks until it is told to stop by SIGTERM, SIGINT or its token.</summary>
public static class LaminaDaemon
{
    /// <summary>How long the end may take.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(4);

    /// <returns>True for a clean end: everything was closed in time and nothing leaked.</returns>
    /// <exception cref="StackBusyException">Another daemon runs one of the stacks.</exception>
    public static async Task<bool> RunAsync(DaemonOptions options, CancellationToken cancel)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using CancellationTokenRegistration onCancel = cancel.Register(() => stop.TrySetResult());

        List<RunningStack> running = [];
        bool clean = true;
        try
        {
            foreach (StackPaths stack in options.Stacks)
            {
                running.Add(await RunningStack.StartAsync(stack, options.OpenStack, CancellationToken.None));
                options.Out.WriteLine(
                    $"lamina: stack {stack.Name} is ready (control {stack.ControlSocket}, attach {stack.AttachSocket})");
            }

            options.Out.Flush();
            await stop.Task;
        }
        finally
        {
            clean = await StopAllAsync(running, options.Error);
        }

        return clean;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static async Task<bool> StopAllAsync(List<RunningStack> running, TextWriter error)
    {
        bool[] clean = await Task.WhenAll(running.Select(stack => StopAsync(stack, error)));
        return clean.All(one => one);
    }

    private static async Task<bool> StopAsync(RunningStack stack, TextWriter error)
    {
        try
        {
            ResourceUse left = await stack.StopAsync().WaitAsync(DrainTime);
            if (!left.IsNothing())
            {
                error.WriteLine($"lamina: warning: stack {stack.Paths.Name} leaked: "
                    + $"{left.Buffers} packet buffers, {left.Flows} flows, {left.Timers} timers were never given back");
            }

            return left.IsNothing();
        }
        catch (TimeoutException)
        {
            error.WriteLine($"lamina: warning: stack {stack.Paths.Name} did not end within {DrainTime.TotalSeconds} s; it was left");
            return false;
        }
    }
}
