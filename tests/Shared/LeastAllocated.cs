namespace Lamina.Tests.Shared;

/// <summary>Bytes that a piece of code allocates on the calling thread.</summary>
internal static class LeastAllocated
{
    private const int Rounds = 8;

    /// <summary>Runs <paramref name="code"/> several times, and returns the fewest bytes that one run allocated.</summary>
    /// <remarks>
    /// The least, since the count of a thread also moves when the collector takes back the unused rest (up to 8 KiB) of the
    /// thread's allocation window, which garbage of other tests can make it do at any time. Code that allocates, does in each run.
    /// </remarks>
    public static long By(Action code)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
