using Lamina.Core;

namespace Lamina.Ipc.Unicast.Admission;

/// <summary>A reservation for a flow of this member: asked for, then said again for as long as the flow lives.</summary>
internal sealed class OwnReservation(
    Address destination, ulong ownEid, ulong remoteEid, QosCube cube, ulong bandwidth, IReservationUser user, Instant now)
{
    private static readonly Duration FirstRetry = Duration.FromMilliseconds(250);
    private static readonly Duration Patience = Duration.FromSeconds(2);
    private static readonly Duration Refresh = Duration.FromSeconds(5);

    private readonly Instant _askedAt = now;
    private Duration _interval = FirstRetry;

    public Address Destination => destination;

    public ulong OwnEid => ownEid;

    public ulong RemoteEid => remoteEid;

    public QosCube Cube => cube;

    public ulong Bandwidth => bandwidth;

    public IReservationUser User => user;

    /// <summary>Which asking is under way.</summary>
    public uint Serial { get; private set; }

    /// <summary>False until the first answer.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Every link of the way keeps it, as far as is known.</summary>
    public bool IsKept { get; private set; }

    /// <summary>When to ask again.</summary>
    public Instant Next { get; private set; }

    /// <summary>When an answer came last.</summary>
    public Instant AnsweredAt { get; private set; }

    /// <summary>True where the first answer is overdue.</summary>
    public bool IsOver(Instant now) => !IsAnswered && now - _askedAt >= Patience;

    /// <summary>It is asked for, once more.</summary>
    public void NoteAsked(Instant now)
    {
        Serial++;
        Next = now + (IsAnswered ? Refresh : _interval);
        _interval *= 2;
    }

    public void NoteAnswered(bool isKept, Instant now)
    {
        IsAnswered = true;
        IsKept = isKept;
        AnsweredAt = now;
        Next = now + Refresh;
    }
}
