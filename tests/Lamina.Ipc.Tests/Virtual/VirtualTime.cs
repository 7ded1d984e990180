using Lamina.Core;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>A clock that jumps from event to event, for stacks that share it.</summary>
public sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private readonly List<MachineContext> _contexts = [];
    private long _order;

    public Instant Now { get; private set; } = Instant.Zero + Duration.FromSeconds(1);

    public MachineContext AddContext()
    {
        var context = new MachineContext(new PacketPool(), new SeededRandom((ulong)_contexts.Count + 1));
        _contexts.Add(context);
        return context;
    }

    public void After(Duration time, Action action) => _events.Enqueue(action, ((Now + time).Nanoseconds, _order++));

    public void RunFor(Duration time)
    {
        Instant end = Now + time;
        while (true)
        {
            _contexts.ForEach(context => context.Run(Now));
            bool hasEvent = _events.TryPeek(out _, out (long Time, long Order) first);
            Instant next = hasEvent ? new Instant(first.Time) : Instant.Never;
            _contexts.ForEach(context => next = Instant.Min(next, context.NextTimeout));
            if (next > end)
            {
                Now = end;
                return;
            }

            Now = Instant.Max(Now, next);
            if (hasEvent && first.Time <= Now.Nanoseconds)
            {
                _events.Dequeue()();
            }
        }
    }
}
