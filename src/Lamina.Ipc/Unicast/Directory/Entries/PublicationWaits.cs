using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>All who wait for names to be known, see <see cref="IDirectory.AwaitPublished"/>.</summary>
internal sealed class PublicationWaits(MachineContext context, IEnumerable<IPublication> publications)
{
    private readonly List<PublicationWait> _waits = [];

    public Instant NextTimeout { get; private set; } = Instant.Never;

    public void Add(NameHash? hash, IOutcomeSink sink, Instant now)
    {
        _waits.Add(new PublicationWait(hash, sink, now));
        Examine(now);
    }

    /// <summary>Something has changed, or time has passed: whose waiting is over hears it.</summary>
    public void Examine(Instant now)
    {
        NextTimeout = Instant.Never;
        for (int i = _waits.Count - 1; i >= 0; i--)
        {
            PublicationWait wait = _waits[i];
            if (wait.Examine(publications, now) is { } outcome)
            {
                _waits.RemoveAt(i);
                PostedOutcome.Post(context, wait.Sink, outcome);
            }
            else
            {
                NextTimeout = Instant.Min(NextTimeout, wait.NextTimeout(now));
            }
        }
    }

    public void Shutdown()
    {
        foreach (PublicationWait wait in _waits)
        {
            PostedOutcome.Post(context, wait.Sink, Outcome.Failed("this side is shutting down"));
        }

        _waits.Clear();
        NextTimeout = Instant.Never;
    }
}
