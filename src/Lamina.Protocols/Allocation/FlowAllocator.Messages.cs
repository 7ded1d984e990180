using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>What each message does. Each returns false where the message could not be read.</summary>
public sealed partial class FlowAllocator<TPeer>
{
    private bool TryDispatch(AllocationKind kind, ReadOnlySpan<byte> message, TPeer from, Instant now) => kind switch
    {
        AllocationKind.Request or AllocationKind.RequestWithCookie => TryHandleRequest(message, from, now),
        AllocationKind.Cookie => TryHandleCookie(message, now),
        AllocationKind.Reply => TryHandleReply(message, from, now),
        AllocationKind.Confirm => TryHandleConfirm(message, from, now),
        AllocationKind.Update => TryHandleUpdate(message, from, now),
        AllocationKind.Close => TryHandleClose(message, from, now),
        AllocationKind.CloseAck => TryHandleCloseAck(message, now),
        _ => false,
    };

    private bool TryHandleRequest(ReadOnlySpan<byte> message, TPeer from, Instant now)
    {
        if (!RequestPdu.TryRead(message, Transport.AddressSize, out RequestPdu request))
        {
            return false;
        }

        if (Table.TryGetRemote(from, request.SourceEid, out AllocatedFlow<TPeer> known))
        {
            known.HandleRepeatedRequest(message.Length, request.Cookie, now);
        }
        else if (Table.Closed.TryGetReason(from, request.SourceEid, now, out CloseReason reason))
        {
            Sender.SendRefusal(from, request.SourceEid, reason, now);
        }
        else if (PendingCount >= Settings.MaxPending)
        {
            // Nothing is remembered: memory is what is short.
            Counters.Overload++;
            Sender.SendRefusal(from, request.SourceEid, CloseReason.NoResources, now);
        }
        else
        {
            HandleStranger(request, message.Length, from, now);
        }

        return true;
    }

    // Nothing is kept of who is not let in.
    private void HandleStranger(in RequestPdu request, int length, TPeer from, Instant now)
    {
        StrangerVerdict verdict = Strangers.Judge(Transport.SourceOf(from), request.Cookie, PendingCount, now, out int place);
        switch (verdict)
        {
            case StrangerVerdict.AskCookie:
                Counters.CookiesAsked++;
                Sender.SendCookie(from, request.SourceEid, Strangers, now);
                break;
            case StrangerVerdict.Later:
                Counters.BeyondShare++;
                break;
            default:
                Counters.CookiesShown += verdict == StrangerVerdict.Proven ? 1 : 0;
                var flow = new AllocatedFlow<TPeer>(this, Table.DrawEid(now), from, request.SourceEid, request.Qos);
                Table.Add(flow);
                flow.Arrive(place, length, now);
                Transport.HandleArrival(flow, new PendingArrival<TPeer>(flow, request.Destination, request.Data.ToArray()), now);
                break;
        }
    }

    private bool TryHandleCookie(ReadOnlySpan<byte> message, Instant now)
    {
        bool isRead = CookiePdu.TryRead(message, Transport.AddressSize, out CookiePdu pdu);
        if (isRead && Table.TryGet(pdu.RequesterEid, out AllocatedFlow<TPeer> flow))
        {
            flow.HandleCookie(pdu.Cookie, now);
        }

        return isRead;
    }

    private bool TryHandleReply(ReadOnlySpan<byte> message, TPeer from, Instant now)
    {
        if (!ReplyPdu.TryRead(message, Transport.AddressSize, out ReplyPdu reply))
        {
            return false;
        }

        if (Table.TryGet(reply.RequesterEid, out AllocatedFlow<TPeer> flow))
        {
            flow.HandleReply(reply, from, now);
        }
        else if (reply.Reason == CloseReason.None && now >= _awaitsAdoptions)
        {
            // We gave up, or were restarted, while it was on its way. The peer repeats it until it hears this.
            bool isRemembered = Table.Closed.TryGetReason(reply.RequesterEid, now, out CloseReason reason);
            Sender.SendClose(from, reply.RequesterEid, reply.SourceEid, isRemembered ? reason : CloseReason.Timeout, now);
        }

        return true;
    }

    private bool TryHandleConfirm(ReadOnlySpan<byte> message, TPeer from, Instant now)
    {
        bool isRead = ConfirmPdu.TryRead(message, Transport.AddressSize, out ConfirmPdu confirm);
        if (!isRead)
        {
            return false;
        }

        if (Table.TryGet(confirm.ReceiverEid, out AllocatedFlow<TPeer> flow))
        {
            if (flow.RemoteEid == confirm.SourceEid)
            {
                flow.HandleConfirm(now);
            }
        }
        else if (now >= _awaitsAdoptions && _unknownEndAnswers.TryTake(now))
        {
            // The peer believes in a flow that ended here, or of which an earlier life of this stack knew.
            bool isRemembered = Table.Closed.TryGetReason(confirm.ReceiverEid, now, out CloseReason reason);
            Sender.SendClose(from, confirm.ReceiverEid, confirm.SourceEid, isRemembered ? reason : CloseReason.PeerDied, now);
        }

        return isRead;
    }

    private bool TryHandleUpdate(ReadOnlySpan<byte> message, TPeer from, Instant now)
    {
        bool isRead = UpdatePdu.TryRead(message, Transport.AddressSize, out UpdatePdu update);
        if (isRead && Table.TryGet(update.ReceiverEid, out AllocatedFlow<TPeer> flow) && flow.RemoteEid == update.SourceEid)
        {
            flow.HandleUpdate(from);
            Transport.HandleUpdate(flow, update.Arrivals, now);
        }

        return isRead;
    }

    private bool TryHandleClose(ReadOnlySpan<byte> message, TPeer from, Instant now)
    {
        if (!ClosePdu.TryRead(message, Transport.AddressSize, out ClosePdu close))
        {
            return false;
        }

        bool isKnown = close.ReceiverEid != 0
            ? Table.TryGet(close.ReceiverEid, out AllocatedFlow<TPeer> flow) && IsOther(flow, close.SourceEid)
            : Table.TryGetRemote(from, close.SourceEid, out flow);
        if (isKnown)
        {
            flow.HandleClose(close.Reason, now);
        }

        Sender.SendCloseAck(from, close.ReceiverEid, close.SourceEid, now);
        return true;
    }

    // A requester that waits does not know the other end's EID yet: a close that overtakes the reply ends it all the same.
    private static bool IsOther(AllocatedFlow<TPeer> flow, ulong remoteEid) =>
        flow.RemoteEid == remoteEid || flow.State == AllocationState.Requested;

    private bool TryHandleCloseAck(ReadOnlySpan<byte> message, Instant now)
    {
        bool isRead = CloseAckPdu.TryRead(message, Transport.AddressSize, out CloseAckPdu ack);
        if (isRead && Table.TryGet(ack.ReceiverEid, out AllocatedFlow<TPeer> flow))
        {
            flow.HandleCloseAck(now);
        }

        return isRead;
    }

    private bool TryHandleVersionRefusal(ReadOnlySpan<byte> message, Instant now)
    {
        bool isRead = VersionRefusalPdu.TryRead(message, Transport.AddressSize, out VersionRefusalPdu refusal);
        if (isRead && Table.TryGet(refusal.RequesterEid, out AllocatedFlow<TPeer> flow))
        {
            flow.HandleVersionRefusal(now);
        }

        return isRead;
    }

    private bool TryRefuseVersion(in AllocationHeader header, TPeer peer, Instant now)
    {
        Counters.OtherVersion++;
        if (header.Kind == AllocationKind.Request)
        {
            Sender.SendVersionRefusal(peer, header.Eid, now);
        }

        return true;
    }
}
