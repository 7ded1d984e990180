namespace Lamina.Core;

/// <summary>What every machine of one domain shares, and all that it may ask of the world. Made by the driver.</summary>
/// <param name="pool">The domain's packet buffers.</param>
/// <param name="random">The domain's randomness.</param>
public sealed class MachineContext(PacketPool pool, IRandomSource random)
{
    private readonly List<object> _shelves = [];

    /// <summary>The domain's packet buffers.</summary>
    public PacketPool Pool { get; } = pool;

    /// <summary>The domain's randomness: unpredictable in a node, seeded in a simulation.</summary>
    public IRandomSource Random { get; } = random;

    /// <summary>The domain's timers.</summary>
    public TimerQueue Timers { get; } = new();

    /// <summary>What turns around waits here.</summary>
    public RunQueue RunQueue { get; } = new();

    /// <summary>What was gathered to leave together waits here.</summary>
    public Departures Departures { get; } = new();

    /// <summary>
    /// How long the train that is being handed in has lain in the system's queue, outside of this domain; zero while nobody knows. A port's to set, and to set
    /// back. A layer writes it into the packets, as if they had waited in a queue of its own.
    /// </summary>
    public Duration InputWait { get; set; }

    /// <summary>Who hears of rare things; null (default): nobody. Set before the first input.</summary>
    public IStackEvents? Events { get; set; }

    /// <summary>The time of the day; null (default): nobody knows, and nothing that has a date is valid. Set before the first input.</summary>
    public IWallClock? WallClock { get; set; }

    /// <summary>The domain's shelf of arrays of a kind. Asked for once in a machine's life.</summary>
    public ArrayShelf<T> ShelfOf<T>()
    {
        foreach (object known in _shelves)
        {
            if (known is ArrayShelf<T> shelf)
            {
                return shelf;
            }
        }

        var made = new ArrayShelf<T>();
        _shelves.Add(made);
        return made;
    }

    /// <summary>When something happens by itself at the earliest.</summary>
    public Instant NextTimeout => RunQueue.IsEmpty ? Timers.NextTimeout : Instant.Zero;

    /// <summary>
    /// Runs posted calls and due timers until nothing is left for <paramref name="now"/>. A driver hands in its input first:
    /// a loop that woke late must not take lateness for loss.
    /// </summary>
    public void Run(Instant now)
    {
        do
        {
            RunQueue.Drain(now);
            Timers.Run(now);
        }
        while (!RunQueue.IsEmpty);

        Departures.Run(mayWait: false, now);
    }
}
