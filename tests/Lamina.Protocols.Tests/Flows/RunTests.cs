using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Delta-t: runs of data, and the bounds MPL, A and R.</summary>
public class RunTests
{
    [Fact]
    public void The_first_packet_of_a_run_carries_data_and_the_data_run_flag()
    {
        var pair = new Pair(QosSpec.Data, seed: 1);
        List<FrcpHeader> headers = Record(pair);
        pair.A.Write(Texts.Make(0, 5000));
        pair.A.Write(Texts.Make(1, 5000));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2));
        Assert.True(headers[0].IsData);
        Assert.Equal([0], Enumerable.Range(0, headers.Count).Where(i => (headers[i].Flags & FrcpFlags.DataRun) != 0));
    }

    [Fact]
    public void After_long_silence_a_new_run_begins_with_another_number()
    {
        var pair = new Pair(QosSpec.Data, seed: 2);
        List<FrcpHeader> headers = Record(pair);
        pair.A.Write(Texts.Make(0, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity - Duration.FromSeconds(1));
        pair.A.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity + Duration.FromSeconds(1));
        pair.A.Write(Texts.Make(2, 10));
        pair.A.Write(Texts.Make(3, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 4));

        List<FrcpHeader> data = headers.Where(header => header.IsData).ToList();
        Assert.Equal([true, true, true, false], data.Select(header => (header.Flags & FrcpFlags.DataRun) != 0));
        Assert.Equal(data[0].Sequence + 1, data[1].Sequence);
        Assert.True(Math.Abs(data[2].Sequence.DistanceFrom(data[1].Sequence)) > 1000);
        Assert.Equal(2, pair.A.Flow.Counters.RunsBegun);
    }

    [Fact]
    public void Nothing_is_sent_again_after_R_and_the_peer_is_unreachable()
    {
        var pair = new Pair(QosSpec.Data, seed: 3);
        Instant last = pair.Now;
        pair.OnPacket = (_, _, now) => last = now;
        pair.A.Lower.Drops = _ => true;
        Instant start = pair.Now;
        pair.A.Write(Texts.Make(0, 100_000));
        Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None));
        Assert.Equal(CloseReason.Unreachable, pair.A.Closed);
        Assert.True(last - start <= pair.A.Flow.Bounds.RetransmissionBound);
        Assert.True(pair.A.Flow.Counters.Timeouts > 5);
        Assert.Equal(0, pair.A.Context.Pool.RentedCount);
        Assert.Equal(WriteStatus.Closed, Write(pair.A));
        pair.B.Flow.Abort(CloseReason.Normal, pair.Now);
        ReliableFlowTests.AssertEmpty(pair, 3);
    }

    [Fact]
    public void A_message_that_waits_for_the_window_longer_than_a_run_lives_goes_on_in_the_next()
    {
        var pair = new Pair(QosSpec.Data, seed: 6, limits: new FlowLimits { ReceivePackets = 64 });
        pair.B.Reads = false;
        for (int i = 0; i < 20; i++)
        {
            pair.A.Write(Texts.Make(i, 10_000));
        }

        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 3);
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 20));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => Texts.Make(i, 10_000)), pair.B.Messages);
        Assert.True(pair.A.Flow.Counters.RunsBegun > 1);
    }

    [Fact]
    public void A_packet_that_says_nothing_of_a_beginning_is_dropped_where_no_run_is_known()
    {
        var pair = new Pair(QosSpec.Data, seed: 4);
        byte[]? old = null;
        pair.OnPacket = (from, packet, _) =>
        {
            FrcpFlags flags = FrcpHeader.FlagsOf(packet.AsSpan(IntegrityHeader.Length));
            bool isBeginning = (flags & (FrcpFlags.DataRun | FrcpFlags.DataRunOffset)) != 0;
            old = from == pair.A.Lower && (flags & FrcpFlags.Data) != 0 && !isBeginning ? packet : old;
        };
        pair.A.Write(Texts.Make(0, 600_000));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity + Duration.FromSeconds(1));
        pair.Inject(pair.B.Lower, old!);
        Assert.Equal(1, pair.B.Flow.Counters.Dropped(DropReason.OutsideRun));
        pair.A.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2));
        Assert.Equal([0, 1], pair.B.Messages.Select(Texts.NumberOf));
    }

    [Fact]
    public void The_first_packet_of_a_run_may_be_lost_as_well_as_any_other()
    {
        var pair = new Pair(QosSpec.Data, seed: 7, new LinkFaults { Latency = Duration.FromMilliseconds(10) });
        int left = 1;
        pair.A.Lower.Drops = _ => left-- > 0;
        Instant start = pair.Now;
        pair.A.Write(Texts.Make(0, 20_000));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.True(pair.Now - start <= Duration.FromMilliseconds(31), $"took {pair.Now - start}");
        Assert.Equal(1, pair.A.Flow.Counters.Retransmitted);
    }

    [Fact]
    public void A_single_packet_is_acknowledged_late_but_before_A_and_a_train_and_the_first_of_a_run_at_once()
    {
        var pair = new Pair(QosSpec.Data, seed: 5, new LinkFaults { Latency = Duration.FromMilliseconds(1) });
        var acks = new List<Instant>();
        pair.OnPacket = (from, _, now) =>
        {
            if (from == pair.B.Lower)
            {
                acks.Add(now);
            }
        };
        int[] sizes = [10, 10, 60_000];
        int[] delays = [1, 6, 1];
        for (int i = 0; i < sizes.Length; i++)
        {
            Instant start = pair.Now;
            acks.Clear();
            pair.A.Write(Texts.Make(i, sizes[i]));
            pair.RunFor(Duration.FromMilliseconds(50));
            Assert.Equal(Duration.FromMilliseconds(delays[i]), Assert.Single(acks) - start);
        }
    }

    private static WriteStatus Write(End end)
    {
        int written = 0;
        return end.Flow.Write([1], ref written, Instant.Zero);
    }

    private static List<FrcpHeader> Record(Pair pair)
    {
        var headers = new List<FrcpHeader>();
        pair.OnPacket = (from, packet, _) =>
        {
            if (from == pair.A.Lower)
            {
                Assert.True(FrcpHeader.TryRead(packet.AsSpan(IntegrityHeader.Length), out FrcpHeader header));
                headers.Add(header);
            }
        };
        return headers;
    }
}
