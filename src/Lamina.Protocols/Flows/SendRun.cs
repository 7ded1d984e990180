using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The numbers of what we send. They go on within a run. After 3 MPL + A + R of silence nothing of a run can exist any
/// more, and the next packet begins a new one: only when it is sent, until then the peer knows, and speaks of, the old one.
/// </summary>
internal sealed class SendRun(IRandomSource random, DeltaT bounds, SendWindow window, FlowEndCounters counters)
{
    private Instant _lastSent;

    /// <summary>A run is on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Number that the next new packet will have.</summary>
    public SequenceNumber Next { get; private set; }

    /// <summary>Packets that the peer has room for.</summary>
    public int Room => IsOn ? window.RoomFrom(Next) : window.PacketsOutsideRun;

    /// <summary>Ends the run when its time is over; nothing waits for an acknowledgement.</summary>
    public void EndIfOver(Instant now)
    {
        if (IsOn && now - _lastSent > bounds.SenderInactivity)
        {
            window.EndRun(Next);
            IsOn = false;
        }
    }

    /// <summary>Begins a run where none is on.</summary>
    public void EnsureOn()
    {
        if (IsOn)
        {
            return;
        }

        // Random, so that numbers of an earlier flow or run mean nothing in this one.
        Next = new SequenceNumber((uint)random.NextUInt64());
        window.BeginRun(Next);
        IsOn = true;
        counters.RunsBegun++;
    }

    /// <summary>So many new packets are sent.</summary>
    /// <returns>The first one's number.</returns>
    public SequenceNumber Take(int count, Instant now)
    {
        SequenceNumber first = Next;
        Next += count;
        _lastSent = now;
        return first;
    }

    /// <summary>Something of the run was sent again.</summary>
    public void NoteSent(Instant now) => _lastSent = now;
}
