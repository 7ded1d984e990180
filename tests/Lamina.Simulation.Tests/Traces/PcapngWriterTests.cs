using System.Buffers.Binary;
using System.Net;
using System.Text;
using Lamina.Core;
using Lamina.Simulation.Traces;

namespace Lamina.Simulation.Tests.Traces;

public class PcapngWriterTests
{
    private static readonly UdpEndpoint Host1 = UdpEndpoint.FromIPv4(0x0A000001, 3435);
    private static readonly UdpEndpoint Host2 = UdpEndpoint.FromIPv4(0x0A000002, 53);
    private static readonly UdpEndpoint Host6 = UdpEndpoint.From(IPEndPoint.Parse("[2001:db8::6]:4000"));

    [Fact]
    public void A_datagram_is_read_back_with_its_hosts_time_and_bytes()
    {
        using MemoryStream stream = new();
        IPacketTap tap = new PcapngWriter(stream, "lamina sim ring --seed 7").AddNetwork("ring");
        tap.HandleDatagram(new Instant(5_000_000_123), Host1, Host2, "hello"u8);

        CaptureFile file = CaptureFile.Read(stream.ToArray());
        Assert.Equal("lamina sim ring --seed 7", file.Comment);
        CapturedPacket packet = Assert.Single(file.Packets);
        Assert.Equal(("ring", 5_000_000_123ul), (packet.Interface, packet.Nanoseconds));
        // The bytes of the IP packet, written out by hand; checksums computed apart.
        Assert.Equal(
            "45000021000040004011" + "26CA" + "0A0000010A000002" + "0D6B0035000D" + "9A5F" + "68656C6C6F",
            Convert.ToHexString(packet.Bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1452)]
    [InlineData(65507)]
    public void Every_length_is_padded_and_every_checksum_is_right(int length)
    {
        byte[] datagram = new byte[length];
        new SeededRandom((ulong)length).Fill(datagram);
        using MemoryStream stream = new();
        IPacketTap tap = new PcapngWriter(stream, "").AddNetwork("n");
        tap.HandleDatagram(Instant.Zero, Host1, Host2, datagram);
        tap.HandleDatagram(Instant.Zero, Host6, Host2, datagram);

        CaptureFile file = CaptureFile.Read(stream.ToArray());
        Assert.Equal(2, file.Packets.Count);
        byte[] v4 = file.Packets[0].Bytes;
        Assert.Equal(0xFFFF, OnesSum(v4.AsSpan(0, 20)));
        Assert.Equal(v4.Length, BinaryPrimitives.ReadUInt16BigEndian(v4.AsSpan(2)));
        AssertUdp(v4.AsSpan(20), v4.AsSpan(12, 8), datagram);

        byte[] v6 = file.Packets[1].Bytes;
        Assert.Equal(6, v6[0] >> 4);
        Assert.Equal(v6.Length - 40, BinaryPrimitives.ReadUInt16BigEndian(v6.AsSpan(4)));
        Assert.Equal(IPAddress.Parse("2001:db8::6"), new IPAddress(v6.AsSpan(8, 16)));
        Assert.Equal(IPAddress.Parse("::ffff:10.0.0.2"), new IPAddress(v6.AsSpan(24, 16)));
        AssertUdp(v6.AsSpan(40), v6.AsSpan(8, 32), datagram);
    }

    [Fact]
    public void A_checksum_of_zero_is_written_as_all_ones()
    {
        // Chosen so that everything else adds up to FFFF already.
        byte[] datagram = new byte[2];
        using MemoryStream probe = new();
        new PcapngWriter(probe, "").AddNetwork("n").HandleDatagram(Instant.Zero, Host1, Host2, datagram);
        CaptureFile.Read(probe.ToArray()).Packets[0].Bytes.AsSpan(26, 2).CopyTo(datagram);

        using MemoryStream stream = new();
        new PcapngWriter(stream, "").AddNetwork("n").HandleDatagram(Instant.Zero, Host1, Host2, datagram);
        Assert.Equal(0xFFFF, BinaryPrimitives.ReadUInt16BigEndian(CaptureFile.Read(stream.ToArray()).Packets[0].Bytes.AsSpan(26)));
    }

    [Fact]
    public void Two_networks_are_two_interfaces_and_late_times_keep_their_nanoseconds()
    {
        const long TwoHours = 7_200_000_000_001;
        using MemoryStream stream = new();
        PcapngWriter writer = new(stream, "two");
        IPacketTap first = writer.AddNetwork("first");
        IPacketTap second = writer.AddNetwork("zweites, läuft");
        second.HandleDatagram(new Instant(TwoHours), Host2, Host1, [1]);
        first.HandleDatagram(Instant.Zero, Host1, Host2, [2]);

        CaptureFile file = CaptureFile.Read(stream.ToArray());
        Assert.Equal(["first", "zweites, läuft"], file.Interfaces);
        Assert.Equal(
            [("zweites, läuft", (ulong)TwoHours), ("first", 0ul)],
            file.Packets.Select(packet => (packet.Interface, packet.Nanoseconds)));
    }

    [Fact]
    public void The_file_is_whole_after_every_datagram()
    {
        using MemoryStream stream = new();
        IPacketTap tap = new PcapngWriter(stream, "cut at any time").AddNetwork("n");
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(i, CaptureFile.Read(stream.ToArray()).Packets.Count);
            tap.HandleDatagram(new Instant(i), Host1, Host2, new byte[i]);
        }
    }

    [Fact]
    public void A_comment_too_long_for_an_option_is_cut_between_characters()
    {
        using MemoryStream stream = new();
        _ = new PcapngWriter(stream, new string('ä', 40_000));
        Assert.Equal(new string('ä', 32_767), CaptureFile.Read(stream.ToArray()).Comment);
        Assert.Equal(65_534, Encoding.UTF8.GetByteCount(CaptureFile.Read(stream.ToArray()).Comment));
    }

    private static void AssertUdp(ReadOnlySpan<byte> udp, ReadOnlySpan<byte> addresses, byte[] datagram)
    {
        Assert.Equal(udp.Length, BinaryPrimitives.ReadUInt16BigEndian(udp[4..]));
        Assert.NotEqual(0, BinaryPrimitives.ReadUInt16BigEndian(udp[6..]));
        byte[] pseudo = [.. addresses, 0, 17, udp[4], udp[5], .. udp];
        Assert.Equal(0xFFFF, OnesSum(pseudo));
        Assert.Equal(datagram, udp[8..].ToArray());
    }

    // A receiver's check: with the checksum in place, everything adds up to all ones.
    private static int OnesSum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return sum;
    }
}
