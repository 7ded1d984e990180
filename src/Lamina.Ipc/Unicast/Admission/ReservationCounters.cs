namespace Lamina.Ipc.Unicast.Admission;

/// <summary>What a member has done about reservations since its birth.</summary>
public sealed class ReservationCounters
{
    /// <summary>Messages that made no sense.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Refused here: a link had not so much left, or there were too many.</summary>
    public long Refused { get; internal set; }

    /// <summary>Forgotten: nobody said any more that they were wanted.</summary>
    public long Expired { get; internal set; }

    /// <summary>Own ones that a way which changed does not keep.</summary>
    public long Lost { get; internal set; }
}
