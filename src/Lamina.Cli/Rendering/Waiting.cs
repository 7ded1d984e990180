namespace Lamina.Cli.Rendering;

/// <summary>Says on a terminal that something takes its time, and how long it has taken; says nothing elsewhere.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <param name="context">Where to say it.</param>
    /// <param name="what">What is being done: "enrolling u2".</param>
    /// <param name="work">What is waited for.</param>
    public static async Task<T> ForAsync<T>(CliContext context, string what, Task<T> work)
    {
        if (!context.HasErrorTerminal)
        {
            return await work;
        }

        using ProgressLine progress = new(context);
        long began = context.Clock.GetTimestamp();
        while (await Task.WhenAny(work, Task.Delay(Interval, context.Clock)) != work)
        {
            progress.Write($"{what}: {context.Clock.GetElapsedTime(began).TotalSeconds:0} s");
        }

        progress.Clear();
        return await work;
    }
}
