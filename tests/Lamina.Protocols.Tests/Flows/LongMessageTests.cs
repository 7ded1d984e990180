using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Messages that are longer than the windows, and readers who want fragments as they come.</summary>
public class LongMessageTests : PairTests
{
    private static readonly FlowLimits Small = new() { ReceivePackets = 64, ReceiveBytes = 1 << 20, UnacknowledgedBytes = 256 << 10 };

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public void The_longest_message_arrives_in_parts(double loss)
    {
        var pair = MakePair(QosSpec.Data, seed: 1, new LinkFaults { Loss = loss });
        byte[] message = Texts.Make(0, 16 << 20);
        pair.A.Write(message);
        pair.A.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2));
        Assert.True(message.AsSpan().SequenceEqual(pair.B.Messages[0]));
        Assert.Equal(Texts.Make(1, 10), pair.B.Messages[1]);
        Assert.True(pair.B.Parts > 10);
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        ReliableFlowTests.AssertEmpty(pair, 1);
    }

    [Fact]
    public void A_message_of_a_megabyte_comes_in_one_piece()
    {
        var pair = MakePair(QosSpec.Data, seed: 2);
        byte[] message = Texts.Make(0, 1 << 20);
        pair.A.Write(message);
        byte[] target = new byte[1 << 20];
        pair.B.Reads = false;
        ReadStatus status = ReadStatus.Empty;
        int length = 0;
        Assert.True(pair.RunUntil(() => (status = pair.B.Flow.Read(target, out length, pair.Now)) != ReadStatus.Empty));
        Assert.Equal((ReadStatus.Message, message.Length), (status, length));
        Assert.True(message.AsSpan().SequenceEqual(target));
    }

    [Fact]
    public void A_window_of_64_packets_carries_a_message_of_a_megabyte()
    {
        var pair = MakePair(QosSpec.Data, seed: 3, new LinkFaults { Loss = 0.02, Reordering = 0.05 }, Small);
        byte[] message = Texts.Make(0, 1 << 20);
        pair.A.Write(message);
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.True(message.AsSpan().SequenceEqual(pair.B.Messages[0]));
    }

    [Fact]
    public void A_long_message_that_is_given_up_is_told_to_who_had_some_of_it()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var pair = MakePair(QosSpec.Data, seed, new LinkFaults { Loss = 0.02 }, Small);
            int written = 0;
            byte[] message = Texts.Make(0, 1 << 20);
            Assert.True(pair.RunUntil(() =>
            {
                pair.A.Flow.Write(message, ref written, pair.Now);
                return written > 300_000;
            }));
            pair.A.Write(Texts.Make(1, 3000));
            Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
            Assert.Equal(1, pair.B.Torn);
            Assert.Equal(Texts.Make(1, 3000), pair.B.Messages[0]);
            pair.A.Flow.Close(pair.Now);
            Assert.True(pair.RunUntil(() => pair.B.SawEnd));
            ReliableFlowTests.AssertEmpty(pair, seed);
        }
    }

    [Fact]
    public void Who_does_not_want_messages_put_together_gets_fragments_as_they_come()
    {
        foreach (QosSpec qos in (QosSpec[])[QosSpec.Data, QosSpec.BestEffort])
        {
            var pair = MakePair(qos, seed: 4, limits: new FlowLimits { Reassembles = false });
            int seen = 0;
            pair.A.Lower.Drops = _ => seen++ == 5;
            pair.A.Write(Texts.Make(0, 1424 * 6));
            pair.RunFor(Duration.FromMilliseconds(6));

            // The last is lost: what came before it is there all the same.
            Assert.Equal(1, pair.B.Parts);
            bool isReliable = qos.Loss == 0;
            pair.A.Write(Texts.Make(1, 100));
            Assert.True(pair.RunUntil(() => pair.B.Messages.Count == (isReliable ? 2 : 1)));
            Assert.Equal(isReliable ? 0 : 1, pair.B.Torn);
            Assert.Equal(Texts.Make(1, 100), pair.B.Messages[^1]);
        }
    }

    [Fact]
    public void Without_fragmentation_a_message_is_a_packet()
    {
        var pair = MakePair(QosSpec.Data, seed: 5, limits: new FlowLimits { Fragments = false });
        int written = 0;
        Assert.Equal(1424, pair.A.Flow.MaxMessageSize);
        Assert.Equal(WriteStatus.TooLarge, pair.A.Flow.Write(new byte[1425], ref written, pair.Now));
        pair.A.Write(Texts.Make(0, 1424));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
    }

    [Fact]
    public void Without_flow_control_nobody_asks_for_a_window_and_nothing_is_lost_for_good()
    {
        var pair = MakePair(QosSpec.Data, seed: 6, limits: Small with { ControlsFlow = false });
        pair.B.Reads = false;
        for (int i = 0; i < 200; i++)
        {
            pair.A.Write(Texts.Make(i, 1000));
        }

        pair.RunFor(Duration.FromSeconds(2));
        Assert.Equal(0, pair.A.Flow.Counters.Rendezvous);
        Assert.True(pair.B.Flow.Counters.Dropped(DropReason.OutOfWindow) > 0);
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 200));
        Assert.Equal(Enumerable.Range(0, 200), pair.B.Messages.Select(Texts.NumberOf));
    }
}
