namespace Lamina.Core;

/// <summary>
/// The timers of all machines of one stack: a binary heap by time, ties in the order of arrival (a simulation
/// must replay). Entries move lazily, see <see cref="MachineTimer.Set"/>.
/// </summary>
public sealed class TimerQueue
{
    private (MachineTimer Timer, long Order)[] _heap = new (MachineTimer, long)[64];
    private int _count;
    private long _order;

    /// <summary>When <see cref="Run"/> has something to do at the earliest; it may turn out to be nothing.</summary>
    public Instant NextTimeout => _count == 0 ? Instant.Never : _heap[0].Timer.QueuedAt;

    /// <summary>
    /// As <see cref="NextTimeout"/>, and there is something to do then: entries at the head whose time was moved, or that were stopped, are put
    /// right first. For who is about to sleep; to wake for nothing costs more.
    /// </summary>
    public Instant FindNextTimeout()
    {
        while (_count > 0 && _heap[0].Timer is var timer && timer.Deadline != timer.QueuedAt)
        {
            Requeue(timer);
        }

        return NextTimeout;
    }

    /// <summary>Timers in the queue; 0 when every machine has removed its own.</summary>
    public int Count => _count;

    /// <summary>Calls every machine whose time has come, up to <paramref name="budget"/> of them.</summary>
    /// <returns>True when nothing more is due.</returns>
    public bool Run(Instant now, int budget = int.MaxValue)
    {
        while (_count > 0 && _heap[0].Timer.QueuedAt <= now)
        {
            if (budget-- == 0)
            {
                return false;
            }

            MachineTimer timer = _heap[0].Timer;
            Instant deadline = timer.Deadline;
            if (deadline > now)
            {
                Requeue(timer);
                continue;
            }

            Remove(timer);
            timer.Stop();
            timer.Machine.HandleTimeout(now);
        }

        return true;
    }

    internal void Place(MachineTimer timer, Instant at)
    {
        timer.QueuedAt = at;
        if (timer.Index < 0)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, _heap.Length * 2);
            }

            timer.Index = _count;
            _heap[_count++] = (timer, _order++);
        }
        else
        {
            _heap[timer.Index].Order = _order++;
        }

        SiftDown(SiftUp(timer.Index));
    }

    internal void Remove(MachineTimer timer)
    {
        int index = timer.Index;
        timer.QueuedAt = Instant.Never;
        timer.Index = -1;
        if (index < 0)
        {
            return;
        }

        _count--;
        if (index != _count)
        {
            _heap[index] = _heap[_count];
            _heap[index].Timer.Index = index;
            SiftDown(SiftUp(index));
        }

        _heap[_count] = default;
    }

    // It was moved to later, or stopped, since it was queued.
    private void Requeue(MachineTimer timer)
    {
        if (timer.Deadline == Instant.Never)
        {
            Remove(timer);
        }
        else
        {
            Place(timer, timer.Deadline);
        }
    }

    private int SiftUp(int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!Earlier(index, parent))
            {
                break;
            }

            Swap(index, parent);
            index = parent;
        }

        return index;
    }

    private void SiftDown(int index)
    {
        while (true)
        {
            int smallest = index;
            for (int child = (2 * index) + 1; child <= (2 * index) + 2 && child < _count; child++)
            {
                if (Earlier(child, smallest))
                {
                    smallest = child;
                }
            }

            if (smallest == index)
            {
                return;
            }

            Swap(index, smallest);
            index = smallest;
        }
    }

    private bool Earlier(int a, int b)
    {
        int order = _heap[a].Timer.QueuedAt.CompareTo(_heap[b].Timer.QueuedAt);
        return order < 0 || (order == 0 && _heap[a].Order < _heap[b].Order);
    }

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        _heap[a].Timer.Index = a;
        _heap[b].Timer.Index = b;
    }
}
