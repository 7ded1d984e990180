using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Fuzz.Makers;

/// <summary>Messages between a program and its daemon.</summary>
internal static class AttachMakers
{
    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("attach: record on the socket", random =>
        {
            byte[] message = [.. new byte[AttachSocketRecord.HeaderLength], .. random.Bytes(200)];
            AttachSocketRecord.WriteHeader(message, random.UInt());
            return message;
        }),
        new("attach: hello", random => Write(to => new AttachHello(random.Byte(), random.Byte(), random.UInt()).Write(to))),
        new("attach: welcome", random => Write(to => new AttachWelcome(random.Byte(), random.Name()).Write(to))),
        new("attach: binding", random => Write(to => new AttachBinding(
            random.OneOf(AttachMessageType.Listen, AttachMessageType.StopListening), random.UInt(), random.Name()).Write(to))),
        new("attach: outcome", random => Write(to => new AttachOutcome(
            random.UInt(), new Outcome(random.Defined<OutcomeCode>(), random.Text(1000), random.Text(1000))).Write(to))),
        new("attach: allocate", random => Write(to => new AttachAllocate
        {
            Request = random.UInt(),
            Qos = random.Qos(),
            Name = random.Name(),
            Layer = random.Coin() ? null : random.Text(100, 1),
            Data = random.Bytes(1000),
        }.Write(to))),
        new("attach: allocated", random => Write(to => new AttachAllocated
        {
            Request = random.UInt(),
            Flow = Flow(random),
            Limits = Limits(random),
            Keys = Keys(random),
            Data = random.Bytes(1000),
        }.Write(to))),
        new("attach: arrival", random => Write(to => new AttachArrival
        {
            Flow = Flow(random),
            Limits = Limits(random),
            Keys = Keys(random),
            Qos = random.Qos(),
            Name = random.Name(),
            Data = random.Bytes(1000),
        }.Write(to))),
        new("attach: accept", random => Write(to => new AttachAccept { Flow = random.UInt(), Data = random.Bytes(1000) }.Write(to))),
        new("attach: flow event", random => Write(to => new AttachFlowEvent(
            random.UInt(), random.OneOf(FlowEvent.Up, FlowEvent.Down, FlowEvent.Closed), random.Defined<CloseReason>()).Write(to))),
        new("attach: end", random => Write(to => new AttachEnd(
            random.OneOf(
                AttachMessageType.Refused, AttachMessageType.Refuse, AttachMessageType.Close, AttachMessageType.Withdraw, AttachMessageType.Farewell),
            random.UInt(),
            random.Defined<CloseReason>()).Write(to))),
        new("attach: ticket", random => Write(to => new AttachTicket
        {
            Type = random.OneOf(AttachMessageType.Ticket, AttachMessageType.Reattach),
            Number = random.UInt(),
            Sealed = random.Bytes(1000, 1),
        }.Write(to))),
        new("attach: reattached", random => Write(to => new AttachReattached(random.UInt(), Flow(random), random.Coin(), Limits(random)).Write(to))),
        new("attach: inside of a ticket", random => Write(to => FlowTicketCodec.Write(Ticket(random), random.UInt(), to))),
        new("attach: pair", random => Write(to => new AttachPair(
            random.OneOf(AttachMessageType.Pair, AttachMessageType.PairOver, AttachMessageType.PairFailed), Flow(random), random.Coin()).Write(to))),
        new("attach: direct", random => Write(to => new AttachDirect(Flow(random), Flow(random), Flow(random)).Write(to))),
        new("attach: traffic", random => Write(to => new AttachTraffic(
            Flow(random), Sum(random), Sum(random), Sum(random), Sum(random)).Write(to))),
        new("attach: grant", random => Write(to =>
        {
            new AttachGrant(random.UInt(), random.UInt()).Write(to);
            return AttachGrant.Length;
        })),
        new("attach: record", Record),
    ];

    private static byte[] Write(Func<byte[], int> write) => AllocationMakers.Write(write);

    private static uint Flow(SeededRandom random) => Math.Max(random.UInt(), 1);

    private static long Sum(SeededRandom random) => (long)Math.Min(random.Number(56), AttachTraffic.Most);

    private static byte[] Keys(SeededRandom random) => random.Coin() ? [] : random.Bytes(AttachProtocol.KeysLength, AttachProtocol.KeysLength);

    private static AttachFlowLimits Limits(SeededRandom random) => new(
        1 + random.Next(AttachFlowLimits.LongestPacket), new Duration(1 + (long)(random.Number(62) % (ulong)Duration.FromSeconds(1_000_000).Nanoseconds)),
        random.Peer(), random.Qos(), random.Coin(), random.UInt());

    private static FlowTicket Ticket(SeededRandom random) => new()
    {
        Eid = random.Number(),
        RemoteEid = random.Number(),
        LocalAddress = random.Number(),
        RemoteAddress = random.Number(),
        Qos = random.Qos(),
        MaxPacketSize = 1 + random.Next(AttachFlowLimits.LongestPacket),
        MaxPacketLifetime = new Duration(1 + random.Next(1_000_000_000)),
        Process = random.Name().Value,
        Layer = random.Name().Value,
        Name = random.Name().Value,
        IsIncoming = random.Coin(),
        Peer = random.Peer(),
    };

    private static byte[] Record(SeededRandom random)
    {
        int length = random.Next(1501);
        int bytes = length == 0 ? 0 : (length * random.Next(3)) + 1 + random.Next(length);
        byte[] record = new byte[AttachRecord.HeaderLength + Math.Max(bytes, length)];
        random.Fill(record);
        AttachRecord.WriteHeader(record, length, random.Coin());
        return record;
    }
}
