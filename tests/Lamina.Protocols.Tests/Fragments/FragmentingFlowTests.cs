using Lamina.Core;
using Lamina.Protocols.Fragments;

namespace Lamina.Protocols.Tests.Fragments;

public class FragmentingFlowTests : IFlowUser
{
    private readonly PacketPool _pool = new();
    private readonly List<byte[]> _received = [];
    private int _trains;

    [Theory]
    [InlineData(1)]
    [InlineData(92)]
    [InlineData(93)]
    [InlineData(1000)]
    [InlineData(5888)]
    public void A_packet_of_any_length_comes_out_as_it_went_in(int length)
    {
        (FragmentingFlow sender, WireFlow wire, FragmentingFlow receiver) = Pair(lower: 100, upper: 5888);
        byte[] packet = Bytes(length, 1);

        Send(sender, packet, length);
        Deliver(receiver, wire.Sent);

        Assert.Equal(packet, Assert.Single(_received));
        AssertNothingHeld(sender, receiver);
    }

    [Fact]
    public void A_train_of_packets_that_fit_stays_one_train_at_both_ends()
    {
        (FragmentingFlow sender, WireFlow wire, FragmentingFlow receiver) = Pair(lower: 100, upper: 500);
        Send(sender, Bytes(10 * 92, 2), 92);

        Assert.Equal([10], wire.TrainLengths);
        DeliverAsTrain(receiver, wire.Sent);
        Assert.Equal((10, 1), (_received.Count, _trains));
        Assert.Equal(0, sender.Counters.Cut);
        AssertNothingHeld(sender, receiver);
    }

    [Fact]
    public void Parts_that_are_lost_doubled_and_reordered_never_make_a_wrong_packet()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            (FragmentingFlow sender, WireFlow wire, FragmentingFlow receiver) = Pair(lower: random.Next(50, 200), upper: 2000);
            var expected = new HashSet<string>();
            for (int i = 0; i < 50; i++)
            {
                byte[] packet = Bytes(random.Next(1, 2000), (seed * 50) + i);
                expected.Add(Convert.ToHexString(packet));
                Send(sender, packet, packet.Length);
            }

            int lost = wire.Sent.RemoveAll(_ => random.Next(40) == 0);
            Deliver(receiver, wire.Sent.SelectMany(part => random.Next(10) == 0 ? new[] { part, part } : [part])
                .Select((part, place) => (part, place: place + random.Next(8))).OrderBy(pair => pair.place).Select(pair => pair.part));

            Assert.All(_received, packet => Assert.Contains(Convert.ToHexString(packet), expected));
            Assert.True(lost > 0 || _received.Count >= 50, $"seed {seed}: {_received.Count} of 50 without a loss");
            _received.Clear();
            AssertNothingHeld(sender, receiver);
        }
    }

    [Fact]
    public void Any_bytes_are_survived_and_counted()
    {
        (FragmentingFlow sender, _, FragmentingFlow receiver) = Pair(lower: 100, upper: 2000);
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] junk = new byte[random.Next(1, 101)];
            random.NextBytes(junk);
            if (junk.Length > 8 && random.Next(2) == 0)
            {
                // Nearly right: what reaches deeper.
                (junk[4], junk[7]) = (0, (byte)random.Next(4));
            }

            Deliver(receiver, [junk]);
        }

        Assert.True(receiver.Counters.Malformed > 0);
        Assert.True(_pool.RentedCount <= 32, $"{_pool.RentedCount} buffers held");
        AssertNothingHeld(sender, receiver);
    }

    void IFlowUser.HandleTrain(in Train train, Instant now)
    {
        _trains++;
        for (int i = 0; i < train.Count; i++)
        {
            _received.Add(train[i].ToArray());
        }
    }

    void IFlowUser.HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
    }

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private (FragmentingFlow Sender, WireFlow Wire, FragmentingFlow Receiver) Pair(int lower, int upper)
    {
        var wire = new WireFlow(lower);
        return (new FragmentingFlow(wire, upper, _pool), wire, new FragmentingFlow(new WireFlow(lower), upper, _pool) { User = this });
    }

    private void Send(FragmentingFlow flow, byte[] bytes, int segment)
    {
        Assert.True(_pool.TryRent(bytes.Length, out PacketBuffer buffer));
        bytes.CopyTo(buffer.Span);
        flow.Transmit(Train.Contiguous(buffer, 0, bytes.Length, segment), Instant.Zero);
    }

    private void Deliver(FragmentingFlow flow, IEnumerable<byte[]> packets)
    {
        foreach (byte[] packet in packets)
        {
            DeliverAsTrain(flow, [packet]);
        }
    }

    private void DeliverAsTrain(FragmentingFlow flow, List<byte[]> packets)
    {
        byte[] all = [.. packets.SelectMany(packet => packet)];
        Assert.True(_pool.TryRent(all.Length, out PacketBuffer buffer));
        all.CopyTo(buffer.Span);
        ((IFlowUser)flow).HandleTrain(Train.Contiguous(buffer, 0, all.Length, packets[0].Length), Instant.Zero);
        buffer.Release();
    }

    private void AssertNothingHeld(FragmentingFlow sender, FragmentingFlow receiver)
    {
        sender.Close(CloseReason.Normal, Instant.Zero);
        receiver.Close(CloseReason.Normal, Instant.Zero);
        Assert.Equal(0, _pool.RentedCount);
    }
}
