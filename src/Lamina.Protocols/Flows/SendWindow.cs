using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What the peer allows us to send: the right edge of its window. It outlives a run as a number of packets. While it is
/// closed and somebody waits, rendezvous packets ask for it, ever more slowly, in case its opening was lost.
/// </summary>
internal sealed class SendWindow(int initialPackets)
{
    // A peer that claims more breaks the protocol.
    private const int MaxPackets = 1 << 20;

    private static readonly Duration LongestInterval = Duration.FromSeconds(1);

    private SequenceNumber _edge;
    private bool _isConfirmed;
    private Duration _interval;

    /// <summary>Since when the peer has not answered while we ask; <see cref="Instant.Never"/> while we do not.</summary>
    public Instant AskingSince { get; private set; } = Instant.Never;

    /// <summary>Packets that a new run may begin with.</summary>
    public int PacketsOutsideRun { get; private set; } = initialPackets;

    /// <summary>Packets that may be sent from a number on.</summary>
    public int RoomFrom(SequenceNumber next) => Math.Max(0, _edge.DistanceFrom(next));

    /// <summary>A run begins: the window is what was left.</summary>
    public void BeginRun(SequenceNumber first)
    {
        _edge = first + PacketsOutsideRun;
        _isConfirmed = false;
    }

    /// <summary>The run is over, up to a number.</summary>
    public void EndRun(SequenceNumber next) => PacketsOutsideRun = RoomFrom(next);

    /// <summary>The peer says so within a run. The edge never moves back, but where the peer corrects our first guess.</summary>
    public void Update(SequenceNumber edge, SequenceNumber acknowledgement)
    {
        if (edge.DistanceFrom(acknowledgement) is < 0 or > MaxPackets)
        {
            return;
        }

        _edge = _isConfirmed ? SequenceNumber.Later(_edge, edge) : edge;
        _isConfirmed = true;
    }

    /// <summary>The peer says so while there is no run.</summary>
    public void UpdateOutsideRun(SequenceNumber edge, SequenceNumber acknowledgement) =>
        PacketsOutsideRun = Math.Clamp(edge.DistanceFrom(acknowledgement), 0, MaxPackets);

    /// <summary>The peer has forgotten the run, everything was acknowledged, and it says what it has room for.</summary>
    public void UpdateForgotten(SequenceNumber edge, SequenceNumber acknowledgement, SequenceNumber next) =>
        _edge = SequenceNumber.Later(_edge, next + Math.Clamp(edge.DistanceFrom(acknowledgement), 0, MaxPackets));

    /// <summary>The window is closed and somebody waits.</summary>
    /// <returns>When to ask.</returns>
    public Instant BeginAsking(Duration interval, Instant now)
    {
        _interval = interval;
        AskingSince = now;
        return now + _interval;
    }

    /// <summary>The peer was asked.</summary>
    /// <returns>When to ask again.</returns>
    public Instant AskAgain(Instant now)
    {
        _interval = Duration.Min(_interval * 2, LongestInterval);
        return now + _interval;
    }

    /// <summary>The peer lives.</summary>
    public void NoteAnswer(Instant now)
    {
        if (AskingSince != Instant.Never)
        {
            AskingSince = now;
        }
    }

    /// <summary>The window is open, or nobody waits.</summary>
    public void EndAsking() => AskingSince = Instant.Never;
}
