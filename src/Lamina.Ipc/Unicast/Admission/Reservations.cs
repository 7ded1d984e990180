using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Reservations;

namespace Lamina.Ipc.Unicast.Admission;

/// <summary>
/// Component 6 of data transfer: keeps bandwidth of this member's links for flows that ask for it, and asks for those of this member's
/// own (docs/design/ADMISSION.md). Nothing runs, and nothing is sent, where no link has a capacity.
/// </summary>
internal sealed class Reservations : ITimed
{
    private const int MostHeld = 4096;

    private static readonly Duration Lifetime = Duration.FromSeconds(16);

    private readonly Membership _membership;
    private readonly DataTransferMachine _data;
    private readonly MachineTimer _timer;
    private readonly Dictionary<ReservationKey, HeldReservation> _held = [];
    private readonly Dictionary<ulong, OwnReservation> _own = [];

    public Reservations(Membership membership, MachineContext context, DataTransferMachine data)
    {
        _membership = membership;
        _data = data;
        _timer = new MachineTimer(context.Timers, this);
    }

    public ReservationCounters Counters { get; } = new();

    /// <summary>True where somebody has said what the first link to a member carries.</summary>
    public bool IsKnown(Address destination, QosCube cube, ulong eid) => _data.WayTo(destination, cube, eid) is { Book.IsKept: true };

    /// <summary>False where the first link to a member has surely not so much left.</summary>
    public bool HasRoom(Address destination, in QosSpec qos) => !qos.ReservesBandwidth || destination == _membership.Address
        || _data.WayTo(destination, qos.Cube, 0) is not { Book: { IsKept: true } book } || book.HasRoomFor(qos.Bandwidth);

    /// <summary>Asks for bandwidth on the way of a flow's packets, until <see cref="End"/>; the user hears later.</summary>
    public void Begin(
        Address destination, ulong ownEid, ulong remoteEid, QosCube cube, ulong bandwidth, IReservationUser user, Instant now)
    {
        var own = new OwnReservation(destination, ownEid, remoteEid, cube, bandwidth, user, now);
        _own[ownEid] = own;
        Ask(own, now);
    }

    /// <summary>Gives back what a flow's end holds; nothing where that is nothing.</summary>
    public void End(ulong ownEid)
    {
        if (_own.Remove(ownEid))
        {
            Release(new ReservationKey(_membership.Address, ownEid));
            RestIfIdle();
        }
    }

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        switch (ReservationHeader.KindOf(message))
        {
            case ReservationKind.Reserve when ReserveMessage.TryRead(message, out ReserveMessage reserve):
                HandleReserve(reserve, now);
                break;
            case ReservationKind.Answer when ReservationAnswer.TryRead(message, out ReservationAnswer answer):
                HandleAnswer(answer, now);
                break;
            case ReservationKind.Release when ReleaseMessage.TryRead(message, out ReleaseMessage release):
                Release(new ReservationKey(release.Owner, release.OwnerEid));
                RestIfIdle();
                break;
            default:
                Counters.Malformed++;
                break;
        }
    }

    /// <summary>A member has left on purpose. What it said in parting may come after the news, or never.</summary>
    public void HandleMemberLeft(Address member)
    {
        foreach (HeldReservation held in _held.Values.Where(held => held.Key.Owner == member).ToArray())
        {
            Forget(held);
        }

        RestIfIdle();
    }

    public void HandleTimeout(Instant now)
    {
        _timer.Stop();
        foreach (HeldReservation held in _held.Values.Where(held => held.Until <= now).ToArray())
        {
            Counters.Expired++;
            Forget(held);
        }

        foreach (OwnReservation own in _own.Values.Where(own => own.Next <= now).ToArray())
        {
            Continue(own, now);
        }

        foreach (OwnReservation own in _own.Values)
        {
            WakeBy(own.Next);
        }

        foreach (HeldReservation held in _held.Values)
        {
            WakeBy(held.Until);
        }

        RestIfIdle();
    }

    public void Shutdown()
    {
        _timer.Remove();
        foreach (HeldReservation held in _held.Values)
        {
            held.Drop();
        }

        _held.Clear();
        _own.Clear();
    }

    private void Continue(OwnReservation own, Instant now)
    {
        if (own.IsOver(now))
        {
            End(own.OwnEid);
            own.User.HandleVerdict(null, now);
            return;
        }

        if (own.IsKept && now - own.AnsweredAt >= Lifetime)
        {
            Lose(own, now);
        }

        Ask(own, now);
    }

    private void Ask(OwnReservation own, Instant now)
    {
        own.NoteAsked(now);
        WakeBy(own.Next);
        HandleReserve(
            new ReserveMessage(
                own.Serial, _membership.Address, own.OwnEid, own.Destination, own.RemoteEid, own.Cube, _membership.Parameters.InitialTtl, own.Bandwidth),
            now);
    }

    // From a member before this one on the way, or this one's own.
    private void HandleReserve(in ReserveMessage message, Instant now)
    {
        if (message.Destination == _membership.Address)
        {
            Answer(message, ReservationVerdict.Reserved);
            return;
        }

        // Without a way, or hops, nobody answers: whoever asked asks again.
        if (message.Hops == 0 || _data.WayTo(message.Destination, message.Cube, message.Eid) is not { } link)
        {
            return;
        }

        ReservationVerdict verdict = Hold(message, link, now);
        if (verdict == ReservationVerdict.Reserved)
        {
            Span<byte> bytes = stackalloc byte[ReservationHeader.MaxLength];
            ReserveMessage next = message with { Hops = (byte)(message.Hops - 1) };
            _data.SendMessage(link.Neighbour.Address, DataTransferHeader.ReservationEid, bytes[..next.Write(bytes)]);
        }
        else
        {
            Answer(message, verdict);
        }
    }

    private ReservationVerdict Hold(in ReserveMessage message, DataLink link, Instant now)
    {
        var key = new ReservationKey(message.Owner, message.OwnerEid);
        ulong packets = DataTransferMachine.KeyOf(message.Destination, message.Eid);
        if (_held.TryGetValue(key, out HeldReservation? held) && (held.Link != link || held.Packets != packets))
        {
            Forget(held);
            held = null;
        }

        ReservationVerdict verdict = !link.Book.IsKept ? ReservationVerdict.Unknown
            : _held.Count - (held is null ? 0 : 1) < MostHeld && link.Book.TryHold(key, message.Bandwidth) ? ReservationVerdict.Reserved
            : ReservationVerdict.Refused;
        if (verdict == ReservationVerdict.Reserved)
        {
            held ??= _held[key] = new HeldReservation(key, link, packets);
            held.Until = now + Lifetime;
            WakeBy(held.Until);
            link.Scheduler.Reserve(packets, message.Bandwidth, message.Cube);
        }
        else
        {
            Counters.Refused += verdict == ReservationVerdict.Refused ? 1 : 0;
            if (held is not null)
            {
                Forget(held);
            }
        }

        return verdict;
    }

    private void Answer(in ReserveMessage message, ReservationVerdict verdict)
    {
        Span<byte> bytes = stackalloc byte[ReservationHeader.MaxLength];
        int length = new ReservationAnswer(message.Serial, message.OwnerEid, verdict).Write(bytes);
        _data.SendMessage(message.Owner, DataTransferHeader.ReservationEid, bytes[..length]);
    }

    private void HandleAnswer(in ReservationAnswer answer, Instant now)
    {
        if (!_own.TryGetValue(answer.OwnerEid, out OwnReservation? own) || own.Serial != answer.Serial)
        {
            return;
        }

        bool isKept = answer.Verdict == ReservationVerdict.Reserved;
        (bool wasAnswered, bool wasKept) = (own.IsAnswered, own.IsKept);
        own.NoteAnswered(isKept, now);
        if (!wasAnswered)
        {
            if (!isKept)
            {
                End(own.OwnEid);
            }

            own.User.HandleVerdict(answer.Verdict, now);
        }
        else if (wasKept && !isKept)
        {
            Lose(own, now);
        }
        else if (isKept && !wasKept)
        {
            own.User.HandleKept(true);
        }
        else if (!isKept)
        {
            Release(new ReservationKey(_membership.Address, own.OwnEid));
        }
    }

    // The way has changed. The flow goes on without, and asks again in time.
    private void Lose(OwnReservation own, Instant now)
    {
        Counters.Lost++;
        own.NoteAnswered(isKept: false, now);
        Release(new ReservationKey(_membership.Address, own.OwnEid));
        own.User.HandleKept(false);
    }

    private void Release(ReservationKey key)
    {
        if (_held.TryGetValue(key, out HeldReservation? held))
        {
            Forget(held);
            Span<byte> bytes = stackalloc byte[ReservationHeader.MaxLength];
            int length = new ReleaseMessage(key.Owner, key.Eid).Write(bytes);
            _data.SendMessage(held.Link.Neighbour.Address, DataTransferHeader.ReservationEid, bytes[..length]);
        }
    }

    private void Forget(HeldReservation held)
    {
        held.Drop();
        _held.Remove(held.Key);
    }

    // A deadline that moved away is found by the look that comes too early.
    private void WakeBy(Instant when)
    {
        if (when < _timer.Deadline)
        {
            _timer.Set(when);
        }
    }

    private void RestIfIdle()
    {
        if (_own.Count + _held.Count == 0)
        {
            _timer.Remove();
        }
    }
}
