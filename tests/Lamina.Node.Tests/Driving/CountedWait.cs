using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Tests.Driving;

/// <summary>A wait of the system that counts how it is called.</summary>
internal sealed class CountedWait(ISourceWait wait) : ISourceWait
{
    private int _looks;
    private int _sleeps;

    /// <summary>Waits of no length.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>All others.</summary>
    public int Sleeps => Volatile.Read(ref _sleeps);

    public void Prepare(IReadOnlyList<IPollSource> sources) => wait.Prepare(sources);

    public bool Wait(Duration timeout, int count)
    {
        _ = timeout == Duration.Zero ? Interlocked.Increment(ref _looks) : Interlocked.Increment(ref _sleeps);
        return wait.Wait(timeout, count);
    }

    public bool TryTake(int place, out bool readable, out bool writable) => wait.TryTake(place, out readable, out writable);
}
