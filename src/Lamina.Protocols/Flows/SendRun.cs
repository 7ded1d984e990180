using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The numbers of what we send. They go on within a run. After 3 MPL + A + R of silence nothing of a run can exist any
/// more, and the next packet begins a new one: only when it is sent, until then the peer knows, and speaks of, the old one.
/// </summary>
internal sealed class SendRun(IRandomSource random, DeltaT bounds, SendWindow window, FlowEndCounters counters)
{
    private readonly NumberSpace _numbers = new(bounds.MaxPacketLifetime + bounds.AckBound + bounds.RetransmissionBound);
    private Instant _lastSent;
    private SequenceNumber _base;
    private bool _isAnswered;

    /// <summary>A run is on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Number that the next new packet will have.</summary>
    public SequenceNumber Next { get; private set; }

    /// <summary>Packets that the peer has room for.</summary>
    public int Room => IsOn ? window.RoomFrom(Next) : window.PacketsOutsideRun;

    /// <summary>A run is on, and its time is not over.</summary>
    public bool IsOnAt(Instant now) => IsOn && now - _lastSent <= bounds.SenderInactivity;

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
    /// <returns>True when one began.</returns>
    public bool EnsureOn()
    {
        if (IsOn)
        {
            return false;
        }

        // Random, so that numbers of an earlier flow or run mean nothing in this one.
        Next = new SequenceNumber((uint)random.NextUInt64());
        window.BeginRun(Next);
        _numbers.BeginRun();
        IsOn = true;
        counters.RunsBegun++;
        return true;
    }

    /// <summary>How many new packets may be numbered now, so that no number that can still exist is met again. 0: try again later.</summary>
    public int Numbers(Instant now) => _numbers.Allowed(now);

    /// <summary>Everything before the next packet is acknowledged: a peer that has forgotten the run may take it up there.</summary>
    public void NoteAllAcknowledged()
    {
        _base = Next;
        _isAnswered = false;
    }

    /// <summary>Something behind that has been acknowledged: the peer knows the run.</summary>
    public void NoteAnswered() => _isAnswered = true;

    /// <summary>How far a packet is from where the peer may take the run up; negative where it need not be told.</summary>
    public int OffsetOf(SequenceNumber number)
    {
        int offset = _isAnswered ? -1 : number.DistanceFrom(_base);
        return offset <= byte.MaxValue ? offset : -1;
    }

    /// <summary>So many new packets are sent.</summary>
    /// <returns>The first one's number.</returns>
    public SequenceNumber Take(int count, Instant now)
    {
        SequenceNumber first = Next;
        Next += count;
        _lastSent = now;
        _numbers.Take(count, now);
        return first;
    }

    /// <summary>Something of the run was sent again.</summary>
    public void NoteSent(Instant now) => _lastSent = now;
}
