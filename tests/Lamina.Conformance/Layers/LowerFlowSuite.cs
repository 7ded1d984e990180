using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Conformance.Layers;

/// <summary>
/// The contract of <see cref="LowerFlow"/>, for the raw flows of any layer in a network that loses nothing. Proves what
/// whoever stands on a flow relies on. Not: behaviour under loss, or speed.
/// </summary>
public abstract class LowerFlowSuite : LayerSuite
{
    [Fact]
    public void A_flow_says_what_it_can_do_and_both_ends_say_the_same()
    {
        OpenedFlow flow = OpenFlow();
        Assert.NotEqual(0, flow.Near.Id);
        Assert.NotEqual(0, flow.Far.Id);
        Assert.InRange(flow.Near.MaxPacketSize, 500, 65_535);
        Assert.Equal(flow.Near.MaxPacketSize, flow.Far.MaxPacketSize);
        Assert.Equal(flow.Near.MaxPacketLifetime, flow.Far.MaxPacketLifetime);
        Assert.True(flow.Near.MaxPacketLifetime > Duration.Zero);
        Assert.InRange(flow.Near.HeadRoom, 0, 255);
        Assert.True(Near.Get(_ => flow.Near.Credit) > 0);
        Show(flow);
        Assert.True(Far.Get(_ => flow.Far.Credit) > 0);
    }

    [Fact]
    public void Packets_of_every_length_come_whole_both_ways()
    {
        OpenedFlow flow = OpenFlow();
        Show(flow);
        int most = flow.Near.MaxPacketSize;
        byte[][] packets = [.. new[] { 1, 2, 7, 8, 9, 63, 64, 65, 500, most / 2, most - 1, most }.Select((length, i) => TrainMaker.Packet(i, length))];
        foreach (byte[] packet in packets)
        {
            Near.Send(flow.Near, packet);
            Far.Send(flow.Far, packet);
        }

        Layer.Expect(() => flow.FarUser.Packets.Length > packets.Length && flow.NearUser.Packets.Length >= packets.Length);
        Assert.Equal(packets, flow.FarUser.Packets[1..]);
        Assert.Equal(packets, flow.NearUser.Packets);
    }

    [Fact]
    public void Trains_of_every_shape_come_as_their_packets()
    {
        OpenedFlow flow = OpenFlow();
        int most = flow.Near.MaxPacketSize;
        var sent = new List<byte[]>();
        foreach ((int length, int last, int wanted) in new[] { (1, 1, 3), (100, 1, 20), (most, most, 10), (most, 1, 7), (300, 299, 2), (40, 40, 64), (most / 2, 2, 5) })
        {
            int count = Math.Min(wanted, PacketPool.LargeCapacity / (length + flow.Near.HeadRoom));
            byte[][] train = [.. Enumerable.Range(0, count).Select(i => TrainMaker.Packet((length * 100) + i, i == count - 1 ? last : length))];
            sent.AddRange(train);
            Near.Send(flow.Near, train);
        }

        Layer.Expect(() => flow.FarUser.Packets.Length >= sent.Count);
        Assert.Equal(sent, flow.FarUser.Packets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void Head_room_that_is_not_as_asked_for_costs_no_packet(int headRoom)
    {
        OpenedFlow flow = OpenFlow();
        byte[][] train = [TrainMaker.Packet(1, 200), TrainMaker.Packet(2, 200), TrainMaker.Packet(3, 50)];
        Near.Do(now => flow.Near.Transmit(TrainMaker.Make(Near.Flows.Context.Pool, headRoom, train), now));
        Layer.Expect(() => flow.FarUser.Packets.Length >= 3);
        Assert.Equal(train, flow.FarUser.Packets);
    }

    [Fact]
    public void Transmit_consumes_its_reference_whatever_becomes_of_the_packets()
    {
        OpenedFlow flow = OpenFlow();
        AssertConsumed(flow, TrainMaker.Packet(1, 100));
        AssertConsumed(flow, TrainMaker.Packet(2, flow.Near.MaxPacketSize));
        Far.Do(now => flow.Far.Close(CloseReason.Normal, now));
        Layer.Expect(() => flow.NearUser.Closed != CloseReason.None);
        AssertConsumed(flow, TrainMaker.Packet(3, 100));
        Near.Do(now => flow.Near.Close(CloseReason.Normal, now));
        AssertConsumed(flow, TrainMaker.Packet(4, 100));
    }

    [Fact]
    public void Where_credit_runs_out_Writable_comes_once_and_there_is_credit_then()
    {
        OpenedFlow flow = OpenFlow();
        var creditThen = new List<int>();
        var user = new RecordingUser { OnEvent = (_, _) => creditThen.Add(flow.Near.Credit) };
        Near.Do(_ => flow.Near.User = user);
        if (Layer.CanChoke)
        {
            Layer.Choke(true);
            Assert.True(Near.Get(now => Exhaust(flow.Near, now)));
            Assert.Empty(user.Events);
            Layer.Choke(false);
        }
        else
        {
            Assert.SkipUnless(Near.Get(now => Exhaust(flow.Near, now)), "what this layer stands on takes whatever it gets");
        }

        Layer.Expect(() => user.Events.Length > 0);
        Layer.RunUntil(() => user.Events.Length > 1 || Layer.RunsInRealTime);
        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], user.Events);
        Assert.True(Near.Get(_ => creditThen[0]) > 0);
    }

    [Fact]
    public void Credit_for_so_many_bytes_is_what_the_credit_says()
    {
        const int Most = 2000;
        OpenedFlow flow = OpenFlow();
        byte[] packet = new byte[flow.Near.MaxPacketSize];
        if (Layer.CanChoke)
        {
            Layer.Choke(true);
        }

        Near.Do(now =>
        {
            int credit = 1;
            for (int sent = 0; sent < Most && credit > 0; sent++)
            {
                credit = flow.Near.Credit;
                int[] asked = [1, packet.Length, 16 * 1024, (16 * 1024) + 1, Math.Max(1, credit), credit == int.MaxValue ? credit : credit + 1];
                Assert.All(asked, bytes => Assert.Equal((sent, bytes, credit >= bytes), (sent, bytes, flow.Near.HasCreditFor(bytes))));
                flow.Near.Transmit(TrainMaker.Make(Near.Flows.Context.Pool, flow.Near.HeadRoom, packet), now);
            }
        });
        if (Layer.CanChoke)
        {
            Layer.Choke(false);
        }

        Far.Do(now => flow.Far.Close(CloseReason.Normal, now));
        Layer.Expect(() => flow.NearUser.Closed != CloseReason.None);
        Assert.False(Near.Get(_ => flow.Near.HasCreditFor(1)));
    }

    [Fact]
    public void Closed_comes_once_and_nothing_after_it()
    {
        OpenedFlow flow = OpenFlow();
        Far.Send(flow.Far, [1, 2, 3]);
        Layer.Expect(() => flow.NearUser.Packets.Length == 1);
        Far.Do(now => flow.Far.Close(CloseReason.PeerDied, now));
        Layer.Expect(() => flow.NearUser.Closed != CloseReason.None);
        Far.Send(flow.Far, [4]);
        Far.Do(now => flow.Far.Close(CloseReason.Normal, now));
        Near.Do(now => flow.Near.Close(CloseReason.Normal, now));
        Layer.Expect(() => Near.FlowCount == 0 && Far.FlowCount == 0);
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], flow.NearUser.Events);
        Assert.Single(flow.NearUser.Packets);
        Assert.Empty(flow.FarUser.Events);
        Assert.Equal(0, Near.Get(_ => flow.Near.Credit));
    }

    [Fact]
    public void The_longest_message_passes_and_one_byte_more_is_refused()
    {
        OpenedFlow flow = OpenFlow();
        FlowTerms terms = FlowTerms.For(QosSpec.Raw);
        var reader = new RecordingReader();
        FlowEnd far = Far.Get(now => new FlowEnd(Far.Flows.Context, flow.Far, terms, reader, now));
        reader.End = far;
        FlowEnd near = Near.Get(now => new FlowEnd(Near.Flows.Context, flow.Near, terms, new RecordingReader(), now));
        Assert.InRange(near.MaxMessageSize, 500, flow.Near.MaxPacketSize);
        byte[] longest = TrainMaker.Packet(1, near.MaxMessageSize);
        Assert.Equal(WriteStatus.TooLarge, Write(near, [.. longest, 0]));
        Assert.Equal(WriteStatus.Done, Write(near, longest));
        Layer.Expect(() => reader.Messages.Length > 0);
        Assert.Equal([longest], reader.Messages);
    }

    private WriteStatus Write(FlowEnd end, byte[] message) => Near.Get(now =>
    {
        int written = 0;
        return end.Write(message, ref written, now);
    });

    private void AssertConsumed(OpenedFlow flow, byte[] packet)
    {
        PacketBuffer buffer = Near.Get(now =>
        {
            Train train = TrainMaker.Make(Near.Flows.Context.Pool, flow.Near.HeadRoom, packet);
            train.Buffer.Retain();
            flow.Near.Transmit(train, now);
            return train.Buffer;
        });
        Layer.Expect(() => Near.Get(_ => !buffer.IsShared));
        Near.Do(_ => buffer.Release());
    }

    // A window of the layer's own is smaller than this; a socket takes as much without a word.
    private bool Exhaust(LowerFlow flow, Instant now)
    {
        const int Most = 4 << 20;
        byte[] packet = new byte[flow.MaxPacketSize];
        for (int sent = 0; sent < Most; sent += packet.Length)
        {
            if (flow.Credit == 0)
            {
                return true;
            }

            flow.Transmit(TrainMaker.Make(Near.Flows.Context.Pool, flow.HeadRoom, packet), now);
        }

        return false;
    }
}
