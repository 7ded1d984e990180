using Lamina.Node.Ownership;

namespace Lamina.Sets;

/// <summary>
/// One flow in a set: what is to be told of it. In the ready list at most once, whatever happens meanwhile. Pushed by the owner of the
/// flow's domain, taken by any thread.
/// </summary>
internal sealed class FlowSetEntry(FlowSet set, Flow? flow, FlowAllocation? allocation = null) : Completion
{
    private int _events;
    private int _owed;

    public Flow? Flow => flow;

    /// <summary>It has left the set: nothing more is told.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Something can be read, or nothing any more. Inside the flow's domain.</summary>
    public void SetReadable(bool isReadable)
    {
        if (isReadable)
        {
            Push(FlowSetEvents.Readable);
        }
        else
        {
            Interlocked.And(ref _events, (int)~FlowSetEvents.Readable);
        }
    }

    /// <summary>Something happened. Inside the flow's domain: who waits is woken after ownership was released.</summary>
    public void Push(FlowSetEvents events)
    {
        if (TryMark(events))
        {
            flow!.Driver.Complete(this);
        }
    }

    /// <summary>As <see cref="Push"/>, from any thread that owns no domain.</summary>
    public void PushOutside(FlowSetEvents events)
    {
        if (TryMark(events))
        {
            Run();
        }
    }

    /// <summary>Takes the first thing that is to be told.</summary>
    /// <returns>False where it was withdrawn.</returns>
    public bool TryTake(out FlowSetEvent happened)
    {
        FlowSetEvents before;
        FlowSetEvents taken;
        FlowSetEvents rest;
        do
        {
            before = (FlowSetEvents)Volatile.Read(ref _events);
            taken = before & FlowSetEvents.All & (FlowSetEvents)(-(int)(before & FlowSetEvents.All));
            rest = before & ~taken;
            rest = (rest & FlowSetEvents.All) == 0 ? 0 : rest;
        }
        while (Interlocked.CompareExchange(ref _events, (int)rest, (int)before) != (int)before);

        if (rest != 0)
        {
            // Behind the others: a flow to which much happens does not keep them waiting.
            set.Enqueue(this);
            set.Release(1);
        }

        happened = new FlowSetEvent(KindOf(taken), flow, taken == FlowSetEvents.Allocated ? allocation : null);
        return taken != 0 && !HasLeft;
    }

    /// <summary>Wakes who waits. Two pushes may come to one run: it counts for both.</summary>
    protected override void Run()
    {
        int owed = Interlocked.Exchange(ref _owed, 0);
        if (owed > 0)
        {
            set.Release(owed);
        }
    }

    private FlowSetEventKind KindOf(FlowSetEvents taken) => taken switch
    {
        FlowSetEvents.Allocated => flow is null ? FlowSetEventKind.Refused : FlowSetEventKind.Allocated,
        FlowSetEvents.Down => FlowSetEventKind.Down,
        FlowSetEvents.Up => FlowSetEventKind.Up,
        FlowSetEvents.Writable => FlowSetEventKind.Writable,
        FlowSetEvents.Closed => FlowSetEventKind.Closed,
        _ => FlowSetEventKind.Readable,
    };

    /// <summary>True: the entry has come into the ready list, and somebody must be woken.</summary>
    private bool TryMark(FlowSetEvents events)
    {
        // Of two that contradict each other the later one is true.
        FlowSetEvents revoked = (events & FlowSetEvents.Up) != 0 ? FlowSetEvents.Down
            : (events & FlowSetEvents.Down) != 0 ? FlowSetEvents.Up : 0;
        int before;
        int after;
        do
        {
            before = Volatile.Read(ref _events);
            after = (before & (int)~revoked) | (int)(events | FlowSetEvents.Queued);
            if (before == after)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _events, after, before) != before);

        if ((before & (int)FlowSetEvents.Queued) != 0)
        {
            return false;
        }

        // Owed before it can be found: who finds it may have been woken for another.
        Interlocked.Increment(ref _owed);
        set.Enqueue(this);
        return true;
    }
}
