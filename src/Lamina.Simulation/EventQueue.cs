using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>What happens when, in one order: by time, and at one time in the order of scheduling.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action<Instant>, (Instant At, long Order)> _events = new();
    private long _order;

    /// <summary>When the next event is due.</summary>
    public Instant Next => _events.TryPeek(out _, out (Instant At, long Order) priority) ? priority.At : Instant.Never;

    /// <summary>Adds an event.</summary>
    public void Add(Instant at, Action<Instant> happens) => _events.Enqueue(happens, (at, _order++));

    /// <summary>Takes the next event.</summary>
    public bool TryTake(out Action<Instant> happens) => _events.TryDequeue(out happens!, out _);
}
