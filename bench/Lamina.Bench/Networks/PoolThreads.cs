namespace Lamina.Bench.Networks;

/// <summary>
/// The threads of the pool, all started before any thread of this process enters a network namespace. Whichever thread has work for the pool
/// starts its threads, and those inherit that thread's namespace: sockets that belong to no <see cref="Host"/> would be made in another one.
/// </summary>
internal static class PoolThreads
{
    // More than are ever busy at once. That none of them ends is said in the project file.
    private const int Count = 32;

    /// <summary>Starts them; called by the first thread, before anything else.</summary>
    public static void StartAll()
    {
        ThreadPool.GetMinThreads(out int least, out int ports);
        ThreadPool.SetMinThreads(Count, ports);
        int started = 0;
        var all = new TaskCompletionSource();
        for (int i = 0; i < Count; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                if (Interlocked.Increment(ref started) == Count)
                {
                    all.SetResult();
                }

                all.Task.Wait();
            });
        }

        all.Task.Wait();
        ThreadPool.SetMinThreads(least, ports);
    }
}
