using Lamina.Daemon.Control;
using Lamina.Daemon.Logging;

namespace Lamina.Daemon.Hosting;

/// <summary>The stacks that a daemon runs at present.</summary>
internal sealed class DaemonStacks(DaemonOptions options)
{
    private readonly List<RunningStack> _running = [];

    public IReadOnlyList<RunningStack> All => _running;

    public RunningStack? Find(string directory) => _running.Find(stack => stack.Paths.Directory == directory);

    /// <summary>Opens one.</summary>
    public async Task<RunningStack> StartAsync(StackPaths paths)
    {
        RunningStack stack = await RunningStack.StartAsync(paths, options);
        _running.Add(stack);
        return stack;
    }

    /// <returns>True for a clean end: everything was closed in time and nothing leaked.</returns>
    public async Task<bool> StopAsync(RunningStack stack)
    {
        _running.Remove(stack);
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
