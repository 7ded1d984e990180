using Lamina.Wire.Attach;

namespace Lamina.Wire.Tests.Attach;

/// <summary>Reads any message by its type and writes it again.</summary>
internal static class AttachMessages
{
    public static bool TryRead(ReadOnlySpan<byte> from, out byte[] again)
    {
        byte[] to = new byte[2 * AttachProtocol.MaxMessageLength];
        int length = AttachProtocol.TypeOf(from) switch
        {
            AttachMessageType.Hello => AttachHello.TryRead(from, out var hello) ? hello.Write(to) : 0,
            AttachMessageType.Welcome => AttachWelcome.TryRead(from, out var welcome) ? welcome.Write(to) : 0,
            AttachMessageType.Listen or AttachMessageType.StopListening => AttachBinding.TryRead(from, out var binding) ? binding.Write(to) : 0,
            AttachMessageType.Outcome => AttachOutcome.TryRead(from, out var outcome) ? outcome.Write(to) : 0,
            AttachMessageType.Allocate => AttachAllocate.TryRead(from, out var allocate) ? allocate.Write(to) : 0,
            AttachMessageType.Allocated => AttachAllocated.TryRead(from, out var allocated) ? allocated.Write(to) : 0,
            AttachMessageType.Arrival => AttachArrival.TryRead(from, out var arrival) ? arrival.Write(to) : 0,
            AttachMessageType.Accept => AttachAccept.TryRead(from, out var accept) ? accept.Write(to) : 0,
            AttachMessageType.FlowEvent => AttachFlowEvent.TryRead(from, out var change) ? change.Write(to) : 0,
            AttachMessageType.Ticket or AttachMessageType.Reattach => AttachTicket.TryRead(from, out var ticket) ? ticket.Write(to) : 0,
            AttachMessageType.Reattached => AttachReattached.TryRead(from, out var reattached) ? reattached.Write(to) : 0,
            AttachMessageType.Pair or AttachMessageType.PairOver or AttachMessageType.PairFailed => AttachPair.TryRead(from, out var pair) ? pair.Write(to) : 0,
            AttachMessageType.Direct => AttachDirect.TryRead(from, out var direct) ? direct.Write(to) : 0,
            AttachMessageType.Traffic => AttachTraffic.TryRead(from, out var traffic) ? traffic.Write(to) : 0,
            AttachMessageType.Refused or AttachMessageType.Refuse or AttachMessageType.Close or AttachMessageType.Withdraw
                or AttachMessageType.Farewell => AttachEnd.TryRead(from, out var end) ? end.Write(to) : 0,
            _ => 0,
        };
        again = to[..length];
        return length > 0;
    }
}
