namespace Lamina.Node.Tests.Exploration;

/// <summary>Runs a scenario under many seeds.</summary>
internal sealed class Explorer : IDisposable
{
    private readonly List<Worker> _workers = [];

    /// <summary>Runs every seed; the first that fails is run again to print its steps, and thrown.</summary>
    /// <param name="schedules">How many seeds, from 0.</param>
    /// <param name="scenario">Adds its threads; returns the check of what must hold when all have ended.</param>
    public void Explore(int schedules, Func<Scheduler, Action> scenario)
    {
        for (var seed = 0; seed < schedules; seed++)
        {
            if (TryRun(seed, trace: false, scenario) is not null)
            {
                throw TryRun(seed, trace: true, scenario) ?? new ScheduleFailedException($"seed {seed}: fails, but not twice");
            }
        }
    }

    /// <summary>The first seed that fails, or null.</summary>
    public int? FindFailure(int schedules, Func<Scheduler, Action> scenario, out string message)
    {
        for (var seed = 0; seed < schedules; seed++)
        {
            if (TryRun(seed, trace: false, scenario) is { } failure)
            {
                message = failure.Message;
                return seed;
            }
        }

        message = "";
        return null;
    }

    public void Dispose() => _workers.ForEach(w => w.Dispose());

    private ScheduleFailedException? TryRun(int seed, bool trace, Func<Scheduler, Action> scenario)
    {
        var scheduler = new Scheduler(seed, trace);
        try
        {
            var check = scenario(scheduler);
            scheduler.Run(_workers);
            check();
            return null;
        }
        catch (ScheduleFailedException failure)
        {
            return failure;
        }
        catch (Exception failure)
        {
            return new ScheduleFailedException($"seed {seed}: {failure.Message}\n{scheduler.TraceText}");
        }
    }
}
