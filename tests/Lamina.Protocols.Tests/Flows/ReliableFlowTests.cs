using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

public class ReliableFlowTests : PairTests
{
    [Fact]
    public void Messages_of_all_sizes_arrive_whole_and_everything_is_given_back()
    {
        var pair = MakePair(QosSpec.Data, seed: 1);
        int[] sizes = [0, 1, 2, 1423, 1424, 1425, 2848, 65535, 65536, 65537, 300_000, 1 << 20, 0, 7];
        for (int i = 0; i < sizes.Length; i++)
        {
            pair.A.Write(Texts.Make(i, sizes[i]));
        }

        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == sizes.Length));
        for (int i = 0; i < sizes.Length; i++)
        {
            Assert.Equal(Texts.Make(i, sizes[i]), pair.B.Messages[i]);
        }

        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd && pair.A.Closed != CloseReason.None));
        AssertEmpty(pair, 1);
        Assert.Equal(0, pair.A.Flow.Counters.Retransmitted);
    }

    [Fact]
    public void A_message_above_the_limit_is_refused()
    {
        var pair = MakePair(QosSpec.Data, seed: 1);
        int written = 0;
        Assert.Equal(16 << 20, pair.A.Flow.MaxMessageSize);
        Assert.Equal(WriteStatus.TooLarge, pair.A.Flow.Write(new byte[(16 << 20) + 1], ref written, pair.Now));
    }

    [Fact]
    public void Every_message_arrives_once_in_order_intact_whatever_the_link_does()
    {
        for (int seed = 0; seed < (IsSealed ? 40 : 300); seed++)
        {
            try
            {
                Transfer((ulong)seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}", exception);
            }
        }
    }

    [Fact]
    public void The_loss_of_the_last_packet_is_repaired_within_two_round_trips_or_the_shortest_time_out()
    {
        var pair = MakePair(QosSpec.Data, seed: 4, new LinkFaults { Latency = Duration.FromMilliseconds(10) });
        for (int i = 0; i < 20; i++)
        {
            pair.A.Write(Texts.Make(i, 5000));
            pair.RunUntil(() => pair.B.Messages.Count == i + 1);
        }

        pair.RunFor(Duration.FromMilliseconds(100));
        Instant before = pair.Now;
        int left = 1;
        pair.A.Lower.Drops = _ => left-- > 0;
        pair.A.Write(Texts.Make(20, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 21));
        Assert.True(pair.Now - before < Duration.FromMilliseconds(50), $"took {pair.Now - before}");
    }

    [Fact]
    public void Close_delivers_what_was_written_before()
    {
        var pair = MakePair(QosSpec.Data, seed: 5, new LinkFaults { Loss = 0.1 });
        pair.A.Write(Texts.Make(1, 200_000));
        pair.RunUntil(() => pair.A.HasWritten);
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        Assert.Equal(Texts.Make(1, 200_000), Assert.Single(pair.B.Messages));
        pair.B.Flow.Close(pair.Now);
        AssertEmpty(pair, 5);
    }

    internal static void AssertEmpty(Pair pair, ulong seed)
    {
        pair.RunFor(Duration.FromSeconds(1));
        foreach (End end in new[] { pair.A, pair.B })
        {
            Assert.True(end.Context.Pool.RentedCount == 0, $"seed {seed}: {end.Context.Pool.RentedCount} buffers were not given back");
            Assert.True(end.Context.Timers.Count == 0, $"seed {seed}: a timer was not given back");
        }
    }

    private void Transfer(ulong seed)
    {
        var choice = new SeededRandom(seed ^ 0xABCDEF);
        int mps = 300 + choice.Next(1500);
        var pair = MakePair(QosSpec.Data, seed, LinkFaults.Random(choice), mps: mps, headRoom: choice.Next(60));
        int count = 5 + choice.Next(40);
        var sent = new List<byte[]>[] { [], [] };
        for (int i = 0; i < count; i++)
        {
            int length = choice.Next(10) switch { 0 => 0, 1 => choice.Next(100_000), 2 => choice.Next(1 << 18), _ => choice.Next(3000) };
            int side = choice.Next(4) == 0 ? 1 : 0;
            sent[side].Add(Texts.Make(i, length));
            (side == 0 ? pair.A : pair.B).Write(sent[side][^1]);
        }

        Assert.True(
            pair.RunUntil(() => pair.B.Messages.Count >= sent[0].Count && pair.A.Messages.Count >= sent[1].Count),
            $"only {pair.B.Messages.Count} of {sent[0].Count} and {pair.A.Messages.Count} of {sent[1].Count} arrived; closed {pair.A.Closed} {pair.B.Closed}");
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd), "the end was not seen");
        pair.B.Flow.Close(pair.Now);
        AssertEmpty(pair, seed);
        Assert.Equal(CloseReason.Normal, pair.A.Closed);
        Assert.Equal(sent[0], pair.B.Messages);
        Assert.Equal(sent[1], pair.A.Messages);
    }
}
