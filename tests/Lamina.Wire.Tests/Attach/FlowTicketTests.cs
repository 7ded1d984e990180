using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Wire.Tests.Attach;

/// <summary>The inside of a ticket: a later daemon of the same stack reads what an earlier one wrote.</summary>
public sealed class FlowTicketTests
{
    private const string Bytes = "01" + "000003e8" + "4142434445464748" + "5152535455565758" + "0000000000000007" + "0000000000000008" + "00000595"
        + "000000012a05f200" + "000003e8" + "0000000000000000" + "00" + "00000000" + "00000000" + "01" + "000007d0" + "0001d4c0"
        + "01" + "00" + "056e65742e61" + "036e6574" + "046563686f";

    private static readonly FlowTicket Ticket = new()
    {
        Eid = 0x4142434445464748,
        RemoteEid = 0x5152535455565758,
        LocalAddress = 7,
        RemoteAddress = 8,
        Qos = QosSpec.Data,
        MaxPacketSize = 1429,
        MaxPacketLifetime = Duration.FromSeconds(5),
        Process = "net.a",
        Layer = "net",
        Name = "echo",
        IsIncoming = true,
    };

    [Fact]
    public void Its_bytes_are_these_for_ever()
    {
        byte[] bytes = new byte[FlowTicketCodec.MaxLength];
        int length = FlowTicketCodec.Write(Ticket, 1000, bytes);
        Assert.Equal(Bytes, Convert.ToHexStringLower(bytes.AsSpan(0, length)));
        Assert.True(FlowTicketCodec.TryRead(bytes.AsSpan(0, length), out FlowTicket? read, out uint user));
        Assert.Equal(Ticket, read);
        Assert.Equal(1000u, user);
    }

    [Fact]
    public void One_that_is_cut_or_longer_or_of_another_version_is_none()
    {
        byte[] bytes = Convert.FromHexString(Bytes);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(FlowTicketCodec.TryRead(bytes.AsSpan(0, length), out _, out _), $"{length} bytes");
        }

        Assert.False(FlowTicketCodec.TryRead([.. bytes, 0], out _, out _));
        bytes[0]++;
        Assert.False(FlowTicketCodec.TryRead(bytes, out _, out _));
    }

    [Fact]
    public void The_longest_fits()
    {
        string longest = new('x', Name.MaxLength);
        FlowTicket ticket = Ticket with { Process = longest, Layer = longest, Name = longest, Peer = new PeerIdentity(NameHash.Of(Name.Parse("key"), HashAlgorithmId.Sha3_512)) };
        byte[] bytes = new byte[FlowTicketCodec.MaxLength];
        int length = FlowTicketCodec.Write(ticket, uint.MaxValue, bytes);
        Assert.True(FlowTicketCodec.TryRead(bytes.AsSpan(0, length), out FlowTicket? read, out _));
        Assert.Equal(ticket, read);
    }
}
