using Lamina.Daemon.Control;
using Lamina.Daemon.Logging;
using Lamina.Node.Access;

namespace Lamina.Daemon.Hosting;

/// <summary>The stacks that a daemon runs at present.</summary>
internal sealed class DaemonStacks(DaemonOptions options)
{
    // Replaced as a whole: the watchdog looks from another thread.
    private volatile IReadOnlyList<RunningStack> _running = [];

    public IReadOnlyList<RunningStack> All => _running;

    public RunningStack? Find(string directory) => _running.FirstOrDefault(stack => stack.Paths.Directory == directory);

    /// <summary>Opens one.</summary>
    public async Task<RunningStack> StartAsync(StackPaths paths, AccessPolicy? policy = null)
    {
        RunningStack stack = await RunningStack.StartAsync(paths, options, policy);
        _running = [.. _running, stack];
        return stack;
    }

    /// <summary>Ends when the loop of every stack has answered; fails where one never will.</summary>
    public Task AnswerAsync() => Task.WhenAll(_running.Select(stack => stack.AnswerAsync()));

    /// <returns>True for a clean end: everything was closed in time and nothing leaked.</returns>
    public async Task<bool> StopAsync(RunningStack stack)
    {
        _running = [.. _running.Where(other => other != stack)];
        try
        {
            ResourceUse left = await stack.StopAsync().WaitAsync(LaminaDaemon.DrainTime);
            if (!left.IsNothing())
            {
                options.Log.Leaked(stack.Paths.Name, left.Buffers, left.Flows, left.Timers);
            }

            return left.IsNothing();
        }
        catch (TimeoutException)
        {
            options.Log.NotEnded(stack.Paths.Name, LaminaDaemon.DrainTime.TotalSeconds);
            return false;
        }
    }

    public async Task<bool> StopAllAsync()
    {
        bool[] clean = await Task.WhenAll(_running.ToArray().Select(StopAsync));
        return clean.All(one => one);
    }
}
