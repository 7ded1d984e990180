namespace Lamina.Cli.Rendering;

/// <summary>Says on a terminal that something takes its time, and how long it has taken; nothing elsewhere, but what keeps it.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <param name="context">Where to say it.</param>
    /// <param name="what">What is being done: "enrolling u2".</param>
    /// <param name="work">What is waited for.</param>
    /// <param name="why">Asked now and then what keeps it, until there is an answer: that is said once, on a terminal or not.</param>
    public static async Task<T> ForAsync<T>(CliContext context, string what, Task<T> work, Func<Task<string?>> why)
    {
        using ProgressLine progress = new(context);
        long began = context.Clock.GetTimestamp();
        string? reason = null;
        while (await Task.WhenAny(work, Task.Delay(Interval, context.Clock)) != work)
        {
            if (reason is null && await why() is { } found && !work.IsCompleted)
            {
                reason = found;
                progress.Clear();
                context.Error.WriteLine($"{what}: {reason}");
            }

            if (context.HasErrorTerminal)
            {
                progress.Write($"{what}: {context.Clock.GetElapsedTime(began).TotalSeconds:0} s");
            }
            else if (reason is not null)
            {
                break;
            }
        }

        progress.Clear();
        return await work;
    }

    /// <param name="context">Where to say it.</param>
    /// <param name="what">What is being done: "enrolling u2".</param>
    /// <param name="work">What is waited for.</param>
    public static async Task<T> ForAsync<T>(CliContext context, string what, Task<T> work)
    {
        if (!context.HasErrorTerminal)
        {
            return await work;
        }

        return await ForAsync(context, what, work, () => Task.FromResult<string?>(null));
    }
}
