using Lamina.Core;

namespace Lamina.Node.Driving;

/// <summary>
/// The threads that are blocked in a domain until somebody else's turn tells them, the latest first: none is kept waiting
/// by a seat that is vacant, but for those who have waited for long, and may for longer. Only inside.
/// </summary>
internal sealed class BlockedThreads
{
    /// <summary>Who waits for so long waits for something rare.</summary>
    public static readonly Duration Long = Duration.FromMilliseconds(5);

    private readonly LinkedList<Instant> _since = new();

    /// <summary>A thread waits from now on.</summary>
    /// <param name="thread">Of that thread: in no list; made once, so that a wait allocates nothing.</param>
    /// <param name="now">Not before that of an earlier call.</param>
    public void Add(LinkedListNode<Instant> thread, Instant now)
    {
        thread.Value = now;
        _since.AddFirst(thread);
    }

    /// <summary>It is told.</summary>
    public void Remove(LinkedListNode<Instant> thread) => _since.Remove(thread);

    /// <summary>Some wait, and not for long yet.</summary>
    public bool AnyLately(Instant now) => _since.First is { } latest && now - latest.Value < Long;
}
