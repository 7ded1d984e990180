using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Udp.Paths;

/// <summary>What the users of flows notice of paths: nothing, but for the MPS of the next flow.</summary>
public sealed class PathTests
{
    private readonly UdpNet _net = new();
    private readonly UdpMember _server;
    private readonly UdpMember _client;
    private readonly TestAcceptor _acceptor;

    public PathTests()
    {
        _server = _net.Add(2);
        _acceptor = _server.Serve("s");
        _client = _net.Add(1, UdpNet.With(2));
    }

    private UdpCounters Sender => _client.Process.Counters;

    [Fact]
    public void A_common_path_costs_one_probe_and_is_whole_after_a_round_trip()
    {
        TestSink sink = Open();
        sink.Send(Packet(1));
        Assert.Equal(1, Sender.SentInPieces);
        _net.RunFor(10);
        sink.Send(Packet(2), Packet(3));
        _net.RunFor(10);

        Assert.Equal([Packet(1), Packet(2), Packet(3)], Received);
        Assert.Equal((1, 1), (Sender.ProbesSent, Sender.SentInPieces));
    }

    [Fact]
    public void Small_packets_cost_no_probe()
    {
        TestSink sink = Open();
        for (int i = 0; i < 100; i++)
        {
            sink.Send(new byte[1192]);
            _net.RunFor(1000);
        }

        Assert.Equal(0, Sender.ProbesSent);
        Assert.Equal(100, Received.Count);
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(1231)]
    [InlineData(1232)]
    [InlineData(1420)]
    [InlineData(1451)]
    public void On_a_small_path_every_packet_arrives_from_the_first_on(int carries)
    {
        _net.Network.MaxDatagram = carries;
        TestSink sink = Open();
        List<byte[]> sent = [];
        for (byte i = 0; i < 50; i++)
        {
            byte[][] train = [Packet(i), Packet((byte)(i + 100)), Packet((byte)(i + 200), 700 + i)];
            sink.Send(train);
            sent.AddRange(train);
            _net.RunFor(100);
        }

        Assert.Equal(sent, Received);
        Assert.Equal(0, Sender.PathsShrunk);
        Assert.Equal(Sender.SentInPieces, _server.Process.Counters.PutTogether);
        Assert.Equal(1444, sink.Open.MaxPacketSize);
    }

    [Fact]
    public void The_next_flow_that_cuts_its_messages_gets_what_the_path_carries_and_a_raw_one_does_not_change()
    {
        _net.Network.MaxDatagram = 1300;
        TestSink first = Open();
        first.Send(Packet(1));
        _net.RunFor(20_000);
        TestSink raw = _client.Ask("s");
        TestSink data = _client.Stack.Ask("s", qos: QosSpec.Data);
        _net.RunFor(100);
        Assert.Equal((1444, 1224), (raw.Open.MaxPacketSize, data.Open.MaxPacketSize));
    }

    [Fact]
    public void A_flow_of_long_packets_goes_on_when_the_path_shrinks_under_it()
    {
        TestSink sink = Open();
        sink.Send(Packet(1));
        _net.RunFor(100);
        _net.Network.MaxDatagram = 1300;
        int lost = 0;
        for (int second = 0; second < 20; second++)
        {
            int before = Received.Count;
            sink.Send(Packet((byte)second));
            _net.RunFor(500);
            lost += Received.Count == before ? 1 : 0;
            _net.RunFor(500);
        }

        // 5 s of belief and 1.75 s of questions; what is sent later arrives.
        Assert.InRange(lost, 1, 7);
        Assert.Equal(1, Sender.PathsShrunk);
        Assert.Equal(1444, sink.Open.MaxPacketSize);
    }

    [Fact]
    public void A_wide_path_changes_nothing()
    {
        _net.Network.InterfaceSize = _net.Network.MaxDatagram = 9000;
        Open().Send(Packet(1));
        _net.RunFor(10_000);
        TestSink data = _client.Stack.Ask("s", qos: QosSpec.Data);
        _net.RunFor(100);
        Assert.Equal((1444, 1), (data.Open.MaxPacketSize, Sender.ProbesSent));
    }

    [Fact]
    public void A_path_that_grows_is_found_after_ten_minutes_of_use()
    {
        _net.Network.MaxDatagram = 1300;
        TestSink sink = Open();
        sink.Send(Packet(1));
        _net.RunFor(20_000);
        _net.Network.MaxDatagram = 1472;
        for (int minute = 0; minute < 11; minute++)
        {
            sink.Send(Packet(2));
            _net.RunFor(60_000);
        }

        long before = Sender.SentInPieces;
        sink.Send(Packet(3));
        Assert.Equal(before, Sender.SentInPieces);
    }

    [Fact]
    public void A_silent_peer_is_not_a_small_path()
    {
        TestSink sink = Open();
        _net.Network.Loses = (_, _) => true;
        sink.Send(Packet(1));
        _net.RunFor(10_000);
        _net.Network.Loses = null;
        sink.Send(Packet(2));
        _net.RunFor(100);
        long before = Sender.SentInPieces;
        sink.Send(Packet(3));
        Assert.Equal(before, Sender.SentInPieces);
    }

    [Fact]
    public void Lost_probes_are_repeated()
    {
        TestSink sink = Open();
        int sent = 0;
        _net.Network.Loses = (_, to) => to.Equals(_server.Port.Local) && ++sent <= 2;
        sink.Send(Packet(1));
        _net.RunFor(1000);
        sink.Send(Packet(2));
        _net.RunFor(1000);
        Assert.Equal([Packet(2)], Received);
        Assert.Equal(2, Sender.ProbesSent);
    }

    [Fact]
    public void A_missing_piece_loses_its_packet_alone_and_is_counted()
    {
        _net.Network.MaxDatagram = 1300;
        TestSink sink = Open();
        int count = 0;
        _net.Network.Vanishes = datagram => datagram.Length < 1000 && ++count == 3;
        sink.Send(Packet(1), Packet(2), Packet(3));
        _net.RunFor(5000);
        Assert.Equal([Packet(1), Packet(3)], Received);
        Assert.Equal(1, _server.Process.Counters.PiecesMissing);
        Assert.Equal(0, _server.Stack.Context.Pool.RentedCount);
    }

    /// <summary>So often that the runtime compiles the loops anew, with everything it knows: then too.</summary>
    [Fact]
    public void The_ten_thousandth_packet_in_pieces_is_as_the_first()
    {
        _net.Network.MaxDatagram = 1232;
        TestSink sink = Open();
        for (int i = 0; i < 10_000; i++)
        {
            byte[][] train = [Packet((byte)i), Packet((byte)(i + 100)), Packet((byte)(i + 200), 1300)];
            sink.Send(train);
            _net.RunFor(2);
            Assert.Equal(train.Length, Received.Count);
            Assert.All(train, (packet, j) => Assert.True(packet.AsSpan().SequenceEqual(Received[j]), $"packet {j} of train {i}"));
            Received.Clear();
        }
    }

    private List<byte[]> Received => _acceptor.Flows[0].User.Packets;

    private static byte[] Packet(byte value, int length = 1444) => [.. Enumerable.Range(0, length).Select(i => (byte)(value + (i * 7)))];

    private TestSink Open()
    {
        TestSink sink = _client.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(sink.Flow);
        return sink;
    }
}
