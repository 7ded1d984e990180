using Lamina.Core;
using Lamina.Wire.Allocation;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Reservations;

namespace Lamina.Fuzz.Makers;

/// <summary>Messages of flow allocation and of reservations.</summary>
internal static class AllocationMakers
{
    private const int AddressSize = 4;

    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("allocation: request", random => Write(to => new RequestPdu
        {
            SourceEid = FlowEid(random),
            SourceAddress = random.UInt(),
            Qos = random.Qos(),
            Destination = random.Hash(),
            Cookie = random.Coin() ? [] : random.Bytes(CookiePdu.CookieLength, CookiePdu.CookieLength),
            Data = random.Bytes(AllocationRequest.MaxDataLength),
        }.Write(to, AddressSize))),
        new("allocation: cookie", random => Write(to => new CookiePdu
        {
            SourceAddress = random.UInt(),
            RequesterEid = random.Number(),
            Cookie = random.Bytes(CookiePdu.CookieLength, CookiePdu.CookieLength),
        }.Write(to, AddressSize))),
        new("allocation: reply", random => Write(to => new ReplyPdu
        {
            SourceEid = FlowEid(random),
            SourceAddress = random.UInt(),
            RequesterEid = random.Number(),
            Reason = random.Defined<CloseReason>(),
            MaxPacketLifetime = random.UInt(),
            Qos = random.Qos(),
            Data = random.Bytes(AllocationRequest.MaxDataLength),
        }.Write(to, AddressSize))),
        new("allocation: confirm", random => Write(to => new ConfirmPdu(random.Number(), random.UInt(), random.Number()).Write(to, AddressSize))),
        new("allocation: update", random => Write(to => new UpdatePdu(random.Number(), random.UInt(), random.Number(), Report(random)).Write(to, AddressSize))),
        new("allocation: close", random => Write(to => new ClosePdu(random.Number(), random.UInt(), random.Number(), random.Defined<CloseReason>()).Write(to, AddressSize))),
        new("allocation: close-ack", random => Write(to => new CloseAckPdu(random.Number(), random.UInt(), random.Number()).Write(to, AddressSize))),
        new("allocation: version refusal", random => Write(to => new VersionRefusalPdu(random.Number(), random.UInt(), random.Byte(), random.Byte()).Write(to, AddressSize))),
        new("reservation: reserve", random => Write(to => new ReserveMessage(
            random.UInt(), random.Address(), FlowEid(random), random.Address(), FlowEid(random), (QosCube)random.Byte(), random.Byte(),
            random.Positive(ulong.MaxValue - 1)).Write(to))),
        new("reservation: answer", random => Write(to => new ReservationAnswer(random.UInt(), random.Number(), random.Defined<ReservationVerdict>()).Write(to))),
        new("reservation: release", random => Write(to => new ReleaseMessage(random.Address(), random.Number()).Write(to))),
    ];

    internal static byte[] Write(Func<byte[], int> write)
    {
        byte[] to = new byte[4096];
        return to.Cut(write(to));
    }

    private static ulong FlowEid(SeededRandom random) => Math.Max(random.Number(), DataTransferHeader.FirstFlowEid);

    private static ArrivalReport Report(SeededRandom random)
    {
        byte mean = (byte)random.Next(CongestionByte.LastLevel + 1);
        return new((byte)random.Next(CongestionByte.LastMarker + 1), (byte)random.Next(mean + 1), mean, random.Number(), random.UInt());
    }
}
