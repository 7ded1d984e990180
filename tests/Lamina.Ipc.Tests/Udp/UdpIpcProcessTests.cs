using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Udp;

public sealed class UdpIpcProcessTests
{
    private readonly UdpNet _net = new();

    [Fact]
    public void Sizes_are_those_of_the_port_less_the_number_of_the_end()
    {
        (TestSink sink, _, _) = Open();
        Assert.Equal(1444, sink.Open.MaxPacketSize);
        Assert.Equal(8, sink.Open.HeadRoom);
        Assert.Equal(Duration.FromSeconds(5), sink.Open.MaxPacketLifetime);
    }

    [Fact]
    public void A_train_without_head_room_is_copied_and_counted()
    {
        (TestSink sink, UdpMember client, TestAcceptor acceptor) = Open();
        Assert.True(client.Stack.Context.Pool.TryRent(100, out PacketBuffer buffer));
        buffer.Span[0] = 5;
        sink.Open.Transmit(Train.Single(buffer, 0, 1), _net.Time.Now);
        _net.RunFor(10);
        Assert.Equal([[5]], acceptor.Flows.Single().User.Packets);
        Assert.Equal(1, client.Process.Counters.Copied);
        Assert.Equal(0, client.Stack.Context.Pool.RentedCount);
    }

    [Fact]
    public void A_train_of_several_flows_is_split_and_its_short_end_left_out()
    {
        UdpMember server = _net.Add(2);
        TestAcceptor acceptor = server.Serve("s");
        UdpMember client = _net.Add(1, UdpNet.With(2));
        TestSink[] sinks = [client.Ask("s"), client.Ask("s")];
        _net.RunFor(1000);
        ulong[] eids = new ulong[2];
        for (int i = 0; i < 2; i++)
        {
            int flow = i;
            _net.Network.OnCarry = datagrams => eids[flow] = BinaryPrimitives.ReadUInt64BigEndian(datagrams[0]);
            sinks[i].Send([(byte)i]);
        }

        _net.RunFor(10);

        byte[] Datagram(int flow, byte payload)
        {
            byte[] bytes = new byte[9];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, eids[flow]);
            bytes[8] = payload;
            return bytes;
        }

        server.Port.Receive(client.Port.Local, Datagram(0, 10), Datagram(0, 11), Datagram(1, 12), Datagram(0, 13), [1, 2, 3]);
        Assert.Equal([[0], [10], [11], [13]], acceptor.Flows[0].User.Packets);
        Assert.Equal([[1], [12]], acceptor.Flows[1].User.Packets);
        Assert.Equal(1, server.Process.Counters.Malformed);
    }

    [Fact]
    public void A_server_that_was_restarted_is_noticed_at_the_next_packet_and_found_again()
    {
        (TestSink before, UdpMember client, _) = Open();
        UdpMember again = _net.Add(2);
        again.Serve("s");
        before.Send([1]);
        _net.RunFor(10);
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], before.User.Events);

        TestSink after = client.Ask("s");
        _net.RunFor(1000);
        after.Send([2]);
        _net.RunFor(10);
        Assert.Empty(after.User.Events);
    }

    [Fact]
    public void A_client_that_was_restarted_gets_a_new_flow_and_the_old_one_goes()
    {
        (_, _, TestAcceptor acceptor) = Open();
        UdpMember again = _net.Add(1, UdpNet.With(2));
        TestSink sink = again.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(sink.Flow);
        Assert.Empty(acceptor.Flows[0].User.Events);
        Assert.Equal(2, acceptor.Flows.Count);
    }

    [Fact]
    public void Credit_and_writable_pass_through()
    {
        (TestSink sink, UdpMember client, _) = Open();
        client.Port.Credit = 0;
        Assert.Equal(0, sink.Open.Credit);
        client.Port.Credit = 5000;
        client.Port.User!.HandleWritable(_net.Time.Now);
        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], sink.User.Events);
        Assert.Equal(5000, sink.Open.Credit);
    }

    [Fact]
    public void A_layer_that_is_not_insecure_lets_nobody_in_or_out()
    {
        UdpMember server = _net.Add(2, UdpNet.With() with { IsInsecure = false });
        server.Serve("s");
        UdpMember lab = _net.Add(1, UdpNet.With(2));
        UdpMember secure = _net.Add(3, UdpNet.With(2) with { IsInsecure = false });
        TestSink stranger = lab.Ask("s");
        TestSink own = secure.Ask("s");
        _net.RunFor(1000);
        Assert.Equal(CloseReason.Denied, stranger.Reason);
        Assert.Equal(CloseReason.Denied, own.Reason);
    }

    [Fact]
    public void Noise_is_counted_and_changes_nothing()
    {
        const ulong seed = 4711;
        (TestSink sink, UdpMember client, TestAcceptor acceptor) = Open();
        var random = new SeededRandom(seed);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] noise = new byte[1 + random.Next(120)];
            random.Fill(noise);
            if (round % 3 != 0)
            {
                noise.AsSpan(0, Math.Min(8, noise.Length)).Clear();
            }

            if (round % 3 == 2 && noise.Length > 12)
            {
                noise[8] = 1;
                noise[9] = (byte)(1 + random.Next(3));
                noise[10] = (byte)random.Next(3);
                noise[11] = (byte)random.Next(8);
            }

            client.Port.Receive(DatagramNetwork.Endpoint(77), noise);
        }

        _net.RunFor(60_000);
        Assert.True(client.Process.Counters.Malformed > 1000, $"seed {seed}");
        sink.Send([1]);
        _net.RunFor(100);
        Assert.Equal([[1]], acceptor.Flows.Single().User.Packets);
        Assert.Equal(1, client.Process.FlowCount);
        Assert.Equal(0, client.Stack.Context.Pool.RentedCount);
    }

    private (TestSink Sink, UdpMember Client, TestAcceptor Acceptor) Open()
    {
        UdpMember server = _net.Add(2);
        TestAcceptor acceptor = server.Serve("s");
        UdpMember client = _net.Add(1, UdpNet.With(2));
        TestSink sink = client.Ask("s");
        _net.RunFor(1000);
        Assert.NotNull(sink.Flow);
        return (sink, client, acceptor);
    }
}
