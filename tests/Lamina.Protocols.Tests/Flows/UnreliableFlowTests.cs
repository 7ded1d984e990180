using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

public class UnreliableFlowTests : PairTests
{
    [Fact]
    public void Voice_is_never_out_of_order_and_never_waits()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            LinkFaults faults = LinkFaults.Random(new SeededRandom(seed)) with { Loss = 0.1, Reordering = 0.2 };
            var pair = MakePair(QosSpec.Voice, seed, faults);
            var sentAt = new List<Instant>();
            int seen = 0;
            for (int i = 0; i < 200; i++)
            {
                sentAt.Add(pair.Now);
                pair.A.Write(Texts.Make(i, 160));
                pair.RunUntil(() => false, 0.005);
                for (; seen < pair.B.Messages.Count; seen++)
                {
                    // Latency, jitter of twice that, and the step of this loop.
                    Duration age = pair.Now - sentAt[Texts.NumberOf(pair.B.Messages[seen])];
                    Assert.True(age <= (faults.Latency * 3) + Duration.FromMilliseconds(6), $"seed {seed}: {age}");
                }
            }

            List<int> numbers = pair.B.Messages.Select(Texts.NumberOf).ToList();
            Assert.True(numbers.SequenceEqual(numbers.Distinct().Order()), $"seed {seed}: out of order");
            Assert.True(numbers.Count > 100, $"seed {seed}: only {numbers.Count}");
            Assert.All(pair.B.Messages, message => Assert.Equal(Texts.Make(Texts.NumberOf(message), 160), message));
            Assert.Equal(0, pair.A.Flow.Counters.Retransmitted);
            Assert.Equal(0, pair.B.Flow.Counters.Sent);
            pair.A.Flow.Close(pair.Now);
            pair.RunUntil(() => pair.B.SawEnd);
            pair.B.Flow.Close(pair.Now);
            ReliableFlowTests.AssertEmpty(pair, seed);
        }
    }

    [Fact]
    public void A_lost_fragment_drops_its_message_and_no_other()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var pair = MakePair(QosSpec.BestEffort, seed, LinkFaults.Random(new SeededRandom(seed)) with { Loss = 0.02, Reordering = 0.02 });
            for (int i = 0; i < 100; i++)
            {
                pair.A.Write(Texts.Make(i, 4 + (i * 97 % 9000)));
                pair.RunFor(Duration.FromMilliseconds(1));
            }

            pair.RunFor(Duration.FromSeconds(1));
            Assert.InRange(pair.B.Messages.Count, 20, 99);
            Assert.All(pair.B.Messages, message => Assert.Equal(Texts.Make(Texts.NumberOf(message), message.Length), message));
            List<int> numbers = pair.B.Messages.Select(Texts.NumberOf).ToList();
            Assert.True(numbers.SequenceEqual(numbers.Distinct().Order()), $"seed {seed}: out of order");
            pair.A.Flow.Close(pair.Now);
            pair.RunUntil(() => pair.B.SawEnd);
            pair.B.Flow.Close(pair.Now);
            ReliableFlowTests.AssertEmpty(pair, seed);
        }
    }

    [Fact]
    public void A_new_run_is_accepted_even_when_its_first_packet_is_lost()
    {
        var pair = MakePair(QosSpec.BestEffort, seed: 1);
        pair.A.Write(Texts.Make(0, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity + Duration.FromSeconds(1));
        int seen = 0;
        pair.A.Lower.Drops = _ => seen++ == 0;
        pair.A.Write(Texts.Make(1, 10));
        pair.A.Write(Texts.Make(2, 10));
        pair.A.Write(Texts.Make(3, 10));
        pair.RunFor(Duration.FromSeconds(1));
        Assert.Equal([0, 2, 3], pair.B.Messages.Select(Texts.NumberOf));
    }

    [Fact]
    public void Raw_packets_go_straight_through_and_the_queue_is_bounded()
    {
        var pair = MakePair(QosSpec.Raw, seed: 2, limits: new FlowLimits { ReceivePackets = 10 });
        Assert.Equal(1444, pair.A.Flow.MaxMessageSize);
        pair.B.Reads = false;
        byte[][] onLink = [];
        pair.OnPacket = (_, packet, _) => onLink = [.. onLink, packet];
        for (int i = 0; i < 15; i++)
        {
            pair.A.Write(Texts.Make(i, i * 100));
        }

        pair.RunFor(Duration.FromSeconds(1));
        Assert.Equal(!IsSealed, Texts.Make(5, 500).SequenceEqual(onLink[5]));
        Assert.Equal(5, pair.B.Flow.Counters.Dropped(DropReason.QueueFull));
        pair.B.Reads = true;
        pair.RunFor(Duration.FromSeconds(1));
        Assert.Equal(10, pair.B.Messages.Count);
        Assert.Equal(Texts.Make(9, 900), pair.B.Messages[9]);
        pair.A.Flow.Close(pair.Now);
        pair.RunUntil(() => pair.B.SawEnd);
        ReliableFlowTests.AssertEmpty(pair, 2);
    }

    [Fact]
    public void Integrity_drops_every_packet_with_a_wrong_bit()
    {
        var pair = MakePair(QosSpec.RawNoErrors, seed: 3, new LinkFaults { Corruption = 0.5 });
        Assert.Equal(1440, pair.A.Flow.MaxMessageSize);
        for (int i = 0; i < 1000; i++)
        {
            pair.A.Write(Texts.Make(i, 4 + i));
        }

        pair.RunFor(Duration.FromSeconds(1));
        Assert.InRange(pair.B.Messages.Count, 400, 600);
        Assert.Equal(1000 - pair.B.Messages.Count, pair.DroppedForItsBytes);
        Assert.All(pair.B.Messages, message => Assert.Equal(Texts.Make(Texts.NumberOf(message), message.Length), message));
    }

    [Fact]
    public void A_message_is_read_in_parts_where_the_target_is_small()
    {
        var pair = MakePair(QosSpec.BestEffort, seed: 4);
        pair.B.Reads = false;
        pair.A.Write(Texts.Make(1, 100));
        pair.A.Write(Texts.Make(2, 100));
        pair.RunFor(Duration.FromSeconds(1));
        Span<byte> target = stackalloc byte[40];
        var lengths = new List<(ReadStatus, int)>();
        for (int i = 0; i < 4; i++)
        {
            lengths.Add((pair.B.Flow.Read(target, out int length, pair.Now), length));
        }

        Assert.Equal([(ReadStatus.Partial, 40), (ReadStatus.Partial, 40), (ReadStatus.Message, 20), (ReadStatus.Partial, 40)], lengths);
    }
}
