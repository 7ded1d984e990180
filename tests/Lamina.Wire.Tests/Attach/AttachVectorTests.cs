using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Wire.Tests.Attach;

/// <summary>The bytes of version 4, for ever.</summary>
public sealed class AttachVectorTests
{
    private static readonly Name Echo = Name.Parse("echo");

    private const string DataQos = "000003e8" + "0000000000000000" + "00" + "00000000" + "00000000" + "01" + "000007d0" + "0001d4c0";

    private const string NoKeys = "00";

    private const string Limits = "00000595" + "000000012a05f200" + "01" + DataQos + "00008000" + "00";

    [Fact]
    public void Hello() => AssertVector(
        "01" + "4c4d4154" + "01" + "03" + "0000126b", to => new AttachHello(1, 3, 4715).Write(to));

    [Fact]
    public void Welcome() => AssertVector(
        "02" + "01" + "046563686f", to => new AttachWelcome(1, Echo).Write(to));

    [Fact]
    public void Listen() => AssertVector(
        "03" + "00000007" + "046563686f", to => new AttachBinding(AttachMessageType.Listen, 7, Echo).Write(to));

    [Fact]
    public void StopListening() => AssertVector(
        "04" + "00000000" + "046563686f", to => new AttachBinding(AttachMessageType.StopListening, 0, Echo).Write(to));

    [Fact]
    public void Outcome() => AssertVector(
        "05" + "00000007" + "04" + "00026e6f" + "0000", to => new AttachOutcome(7, Core.Outcome.Denied("no")).Write(to));

    [Fact]
    public void Allocate() => AssertVector(
        "06" + "00000009" + DataQos + "046563686f" + "00" + "cafe",
        to => new AttachAllocate { Request = 9, Qos = QosSpec.Data, Name = Echo, Data = new byte[] { 0xCA, 0xFE } }.Write(to));

    [Fact]
    public void Allocated() => AssertVector(
        "07" + "00000009" + "00000003" + Limits + NoKeys + "cafe",
        to => new AttachAllocated { Request = 9, Flow = 3, Limits = FiveSeconds, Data = new byte[] { 0xCA, 0xFE } }.Write(to));

    [Fact]
    public void Allocated_with_keys() => AssertVector(
        "07" + "00000009" + "00000003" + Limits + "41" + "01" + new string('a', 64) + new string('b', 64) + "cafe",
        to => new AttachAllocated
        {
            Request = 9,
            Flow = 3,
            Limits = FiveSeconds,
            Keys = Convert.FromHexString("01" + new string('a', 64) + new string('b', 64)),
            Data = new byte[] { 0xCA, 0xFE },
        }.Write(to));

    [Fact]
    public void Refused() => AssertVector(
        "08" + "00000009" + "02", to => new AttachEnd(AttachMessageType.Refused, 9, CloseReason.NameUnknown).Write(to));

    [Fact]
    public void Arrival() => AssertVector(
        "09" + "00000003" + Limits + NoKeys + DataQos + "046563686f" + "cafe",
        to => new AttachArrival
        {
            Flow = 3,
            Limits = FiveSeconds,
            Qos = QosSpec.Data,
            Name = Echo,
            Data = new byte[] { 0xCA, 0xFE },
        }.Write(to));

    [Fact]
    public void Accept() => AssertVector(
        "0a" + "00000003" + "cafe", to => new AttachAccept { Flow = 3, Data = new byte[] { 0xCA, 0xFE } }.Write(to));

    [Fact]
    public void Refuse() => AssertVector(
        "0b" + "00000003" + "04", to => new AttachEnd(AttachMessageType.Refuse, 3, CloseReason.Refused).Write(to));

    [Fact]
    public void FlowEvents() => AssertVector(
        "0c" + "00000003" + "03" + "0a", to => new AttachFlowEvent(3, FlowEvent.Closed, CloseReason.PeerDied).Write(to));

    [Fact]
    public void Close() => AssertVector(
        "0d" + "00000003" + "01", to => new AttachEnd(AttachMessageType.Close, 3, CloseReason.Normal).Write(to));

    [Fact]
    public void Withdraw() => AssertVector(
        "0e" + "00000009" + "01", to => new AttachEnd(AttachMessageType.Withdraw, 9, CloseReason.Normal).Write(to));

    [Fact]
    public void Ticket() => AssertVector(
        "0f" + "00000003" + "cafe", to => new AttachTicket { Type = AttachMessageType.Ticket, Number = 3, Sealed = new byte[] { 0xCA, 0xFE } }.Write(to));

    [Fact]
    public void Reattach() => AssertVector(
        "10" + "00000009" + "cafe", to => new AttachTicket { Type = AttachMessageType.Reattach, Number = 9, Sealed = new byte[] { 0xCA, 0xFE } }.Write(to));

    [Fact]
    public void Reattached() => AssertVector(
        "11" + "00000009" + "00000003" + "01" + Limits, to => new AttachReattached(9, 3, IsUp: true, FiveSeconds).Write(to));

    [Fact]
    public void Farewell() => AssertVector(
        "12" + "00000000" + "0c", to => new AttachEnd(AttachMessageType.Farewell, 0, CloseReason.ShuttingDown).Write(to));

    [Fact]
    public void Pair() => AssertVector(
        "20" + "00000005" + "01", to => new AttachPair(AttachMessageType.Pair, 5, true).Write(to));

    [Fact]
    public void PairOver() => AssertVector(
        "21" + "00000005" + "00", to => new AttachPair(AttachMessageType.PairOver, 5, false).Write(to));

    [Fact]
    public void PairFailed() => AssertVector(
        "22" + "00000005" + "01", to => new AttachPair(AttachMessageType.PairFailed, 5, true).Write(to));

    [Fact]
    public void Direct() => AssertVector(
        "23" + "00000003" + "00000005" + "00000007", to => new AttachDirect(3, 5, 7).Write(to));

    [Fact]
    public void Traffic() => AssertVector(
        "24" + "00000003" + "0000000000000001" + "0000000000000002" + "0000000000000003" + "0100000000000000",
        to => new AttachTraffic(3, 1, 2, 3, AttachTraffic.Most).Write(to));

    [Theory]
    [InlineData("20" + "00000000" + "01")]
    [InlineData("20" + "00000005" + "02")]
    [InlineData("20" + "00000005" + "0100")]
    [InlineData("23" + "00000003" + "00000005" + "00000000")]
    [InlineData("23" + "00000003" + "00000000" + "00000007")]
    [InlineData("24" + "00000003" + "0000000000000001" + "0000000000000002" + "0000000000000003" + "0100000000000001")]
    [InlineData("24" + "00000000" + "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000001")]
    public void What_cannot_be_is_refused(string hex) => Assert.False(AttachMessages.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void Grant()
    {
        byte[] record = new byte[AttachGrant.Length];
        new AttachGrant(3, 0x80000001).Write(record);
        Assert.Equal("0000000380000001", Convert.ToHexStringLower(record));
        Assert.True(AttachGrant.TryRead(record, out AttachGrant again));
        Assert.Equal(new AttachGrant(3, 0x80000001), again);
        Assert.False(AttachGrant.TryRead(record.AsSpan(1), out _));
    }

    [Theory]
    [InlineData(false, "00000003010203")]
    [InlineData(true, "80000003010203")]
    public void Record(bool isUncredited, string hex)
    {
        byte[] record = [0, 0, 0, 0, 1, 2, 3];
        AttachRecord.WriteHeader(record, 3, isUncredited);
        Assert.Equal(hex, Convert.ToHexStringLower(record));
        Assert.True(AttachRecord.TryReadHeader(record, 3, out int length, out int count, out bool again));
        Assert.Equal((3, 1, isUncredited), (length, count, again));
    }

    [Fact]
    public void Record_on_the_socket()
    {
        byte[] message = new byte[AttachSocketRecord.HeaderLength + 1];
        message[^1] = 0xCA;
        AttachSocketRecord.WriteHeader(message, 0x01020304);
        Assert.Equal("2901020304ca", Convert.ToHexStringLower(message));
        Assert.True(AttachSocketRecord.TryRead(message, out uint tag, out ReadOnlySpan<byte> record));
        Assert.Equal(0x01020304u, tag);
        Assert.Equal(0xCA, Assert.Single(record.ToArray()));
        Assert.False(AttachSocketRecord.TryRead(message.AsSpan(0, 4), out _, out _));
        Assert.False(AttachSocketRecord.TryRead(new byte[AttachSocketRecord.MaxLength], out _, out _));
    }

    private delegate int Writer(Span<byte> to);

    private static AttachFlowLimits FiveSeconds => new(1429, Duration.FromSeconds(5), PeerIdentity.Anonymous, QosSpec.Data, IsIntact: true, Credit: 32768);

    private static void AssertVector(string hex, Writer write)
    {
        byte[] buffer = new byte[AttachProtocol.MaxMessageLength];
        int length = write(buffer);
        Assert.Equal(hex, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        Assert.True(AttachMessages.TryRead(buffer.AsSpan(0, length), out byte[] again));
        Assert.Equal(hex, Convert.ToHexStringLower(again));
    }
}
