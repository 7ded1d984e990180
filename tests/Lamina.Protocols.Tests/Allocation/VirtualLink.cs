using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>Virtual time and a link that loses, doubles and reorders, by seed.</summary>
internal sealed class VirtualLink(ulong seed)
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private readonly SeededRandom _random = new(seed);
    private readonly List<MachineContext> _contexts = [];
    private long _order;

    public Instant Now { get; private set; } = Instant.Zero + Duration.FromSeconds(1);

    public double Loss { get; set; }

    public double Duplication { get; set; }

    /// <summary>Delay is 5 ms and up to this much more, drawn for every packet.</summary>
    public Duration Jitter { get; set; } = Duration.Zero;

    /// <summary>Messages that were handed to the link, lost ones included.</summary>
    public int SentCount { get; private set; }

    /// <summary>Everything that is waiting is lost, and everything until this is false again.</summary>
    public bool IsCut { get; set; }

    public MachineContext AddContext(ulong contextSeed)
    {
        var context = new MachineContext(new PacketPool(), new SeededRandom(contextSeed));
        _contexts.Add(context);
        return context;
    }

    public void Carry(Action arrive)
    {
        SentCount++;
        int copies = _random.NextDouble() < Loss || IsCut ? 0 : _random.NextDouble() < Duplication ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            long extra = Jitter == Duration.Zero ? 0 : (long)(_random.NextUInt64() % (ulong)Jitter.Nanoseconds);
            At(Now + Duration.FromMilliseconds(5) + new Duration(extra), arrive);
        }
    }

    public void At(Instant time, Action action) => _events.Enqueue(action, (time.Nanoseconds, _order++));

    public void RunFor(Duration time)
    {
        Instant end = Now + time;
        while (true)
        {
            foreach (MachineContext context in _contexts)
            {
                context.Run(Now);
            }

            Instant next = _events.TryPeek(out _, out (long Time, long Order) first) ? new Instant(first.Time) : Instant.Never;
            foreach (MachineContext context in _contexts)
            {
                next = Instant.Min(next, context.NextTimeout);
            }

            if (next > end)
            {
                Now = end;
                return;
            }

            Now = Instant.Max(Now, next);
            if (_events.TryPeek(out _, out first) && first.Time <= Now.Nanoseconds)
            {
                _events.Dequeue()();
            }
        }
    }
}
