using System.Diagnostics;
using Lamina.Bearers.Linux;
using Lamina.Daemon.Configuration;
using Lamina.Daemon.Configuration.Applying;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Logging;

namespace Lamina.Daemon;

/// <summary>Runs stacks until it is told to stop by SIGTERM, SIGINT or its token.</summary>
public static class LaminaDaemon
{
    /// <summary>How long the end may take.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(4);

    /// <returns>True for a clean end: everything was closed in time and nothing leaked.</returns>
    /// <exception cref="StackBusyException">Another daemon runs one of the stacks.</exception>
    /// <exception cref="ConfigurationException">The configuration is wrong, or a step of it failed.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static async Task<bool> RunAsync(DaemonOptions options, CancellationToken cancel)
    {
        OnLinux.Require("the daemon");
        using DaemonSignals signals = new(cancel);
        DaemonStacks stacks = new(options);
        using ServiceManager manager = ServiceManager.Connect(options.Environment, stacks.AnswerAsync);
        ConfigurationHost? configuration = options.Configuration is { } source ? new(source, stacks, options.Log) : null;
        bool isReady = false;
        try
        {
            ConfigurationFile? file = configuration?.Read();
            await StartAsync(options, stacks);
            await (file is null ? Task.CompletedTask : configuration!.ApplyFirstAsync(file));
            foreach (RunningStack stack in stacks.All)
            {
                SayReady(stack, options.Out);
            }

            options.Out.Flush();
            isReady = true;
            string ready = Describe(stacks);
            options.Log.Ready(ready);
            manager.Ready(ready);
            while (await signals.NextAsync())
            {
                await ReloadAsync(configuration, stacks, manager, options);
            }
        }
        catch when (!isReady)
        {
            configuration?.Stop();
            await stacks.StopAllAsync();
            throw;
        }

        return await EndAsync(configuration, stacks, manager, signals, options);
    }

    private static async Task StartAsync(DaemonOptions options, DaemonStacks stacks)
    {
        foreach (StackPaths paths in options.Stacks)
        {
            await stacks.StartAsync(paths);
        }
    }

    private static async Task ReloadAsync(
        ConfigurationHost? configuration, DaemonStacks stacks, ServiceManager manager, DaemonOptions options)
    {
        manager.Reloading();
        if (configuration is null)
        {
            options.Log.NothingToReload();
        }
        else
        {
            RunningStack[] known = [.. stacks.All];
            await configuration.ReloadAsync();
            foreach (RunningStack added in stacks.All.Except(known))
            {
                SayReady(added, options.Out);
            }

            options.Out.Flush();
        }

        manager.Ready(Describe(stacks));
    }

    private static async Task<bool> EndAsync(
        ConfigurationHost? configuration, DaemonStacks stacks, ServiceManager manager, DaemonSignals signals, DaemonOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        options.Log.Stopping(signals.Why);
        manager.Stopping();
        configuration?.Stop();
        bool clean = await stacks.StopAllAsync();
        long took = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        options.Log.Stopped(took);
        return clean;
    }

    private static void SayReady(RunningStack stack, TextWriter output) => output.WriteLine(
        $"lamina: stack {stack.Paths.Name} is ready (control {stack.Paths.ControlSocket}, attach {stack.Paths.AttachSocket})");

    private static string Describe(DaemonStacks stacks) =>
        $"{(stacks.All.Count == 1 ? "stack" : "stacks")} {string.Join(", ", stacks.All.Select(stack => stack.Paths.Name))}";
}
