using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>A peer that says nothing any more is noticed in the time that the flow allows; one that is only quiet is not.</summary>
public class PeerSilenceTests : PairTests
{
    public static TheoryData<string, uint> Specs()
    {
        var data = new TheoryData<string, uint>();
        foreach (string name in (string[])["data", "best-effort", "voice", "video"])
        {
            data.Add(name, 200);
            data.Add(name, 2_000);
            data.Add(name, 120_000);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Who_only_listens_hears_that_the_peers_host_has_died(string name, uint timeout)
    {
        Pair pair = Make(name, timeout, seed: 1);
        pair.B.Write(Texts.Make(0, 1000));
        Assert.True(pair.RunUntil(() => pair.A.Messages.Count == 1));
        // So that nothing of either side waits for an acknowledgement.
        pair.RunFor(Duration.FromMilliseconds(20));
        Instant heard = pair.Now;
        Kill(pair.B);
        Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None, seconds: 1000));
        Assert.Equal(CloseReason.PeerSilent, pair.A.Closed);
        Duration silence = pair.Now - heard;
        Assert.InRange(silence.Milliseconds, timeout - 20, timeout + 30);
        Assert.True(pair.A.SawEnd);
        Assert.Equal(0, pair.A.Context.Timers.Count);
    }

    [Theory]
    [InlineData("data", 0.2)]
    [InlineData("best-effort", 0.2)]
    [InlineData("data", 0)]
    public void A_quiet_peer_lives_on_also_where_a_fifth_is_lost(string name, double loss)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Pair pair = Make(name, 10_000, seed, new LinkFaults { Loss = loss });
            pair.RunFor(Duration.FromSeconds(3600));
            Assert.Equal((CloseReason.None, CloseReason.None), (pair.A.Closed, pair.B.Closed));
            pair.A.Write(Texts.Make(0, 10));
            Assert.True(name != "data" || pair.RunUntil(() => pair.B.Messages.Count == 1));
        }
    }

    [Fact]
    public void A_quiet_flow_costs_a_question_and_an_answer_in_half_a_minute()
    {
        Pair pair = Make("data", QosSpec.Data.PeerTimeout, seed: 3);
        int calls = 0;
        pair.OnPacket = (_, _, _) => calls++;
        pair.RunFor(Duration.FromSeconds(3600));
        // Both may ask at once; a quarter of 120 s each.
        Assert.InRange(calls, 120, 4 * 120);
        Assert.Equal(1, pair.A.Context.Timers.Count);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("best-effort")]
    public void Zero_asks_nothing_and_waits_for_ever(string name)
    {
        Pair pair = Make(name, 0, seed: 4);
        Kill(pair.B);
        int packets = 0;
        pair.OnPacket = (_, _, _) => packets++;
        pair.RunFor(Duration.FromSeconds(100_000));
        Assert.Equal((CloseReason.None, 0), (pair.A.Closed, packets));
        Assert.Equal(0, pair.A.Context.Timers.Count);
    }

    [Fact]
    public void Traffic_one_way_is_enough_for_both()
    {
        Pair pair = Make("best-effort", 1_000, seed: 5);
        for (int i = 0; i < 100; i++)
        {
            pair.A.Write(Texts.Make(i, 10));
            pair.RunFor(Duration.FromMilliseconds(100));
        }

        Assert.Equal((CloseReason.None, CloseReason.None), (pair.A.Closed, pair.B.Closed));
        Assert.Equal(100, pair.B.Messages.Count);
    }

    [Fact]
    public void A_host_that_slept_through_the_time_asks_before_it_gives_up()
    {
        var start = new Instant(0);
        var watch = new PeerWatch(Duration.FromSeconds(10), start);
        Instant now = start + Duration.FromSeconds(3600);
        int questions = 0;
        while (watch.Look(now) is var state && state != PeerState.Lost)
        {
            Assert.Equal(PeerState.Quiet, state);
            questions++;
            now = watch.Next;
        }

        Assert.InRange(questions, 3, 5);
        Assert.InRange((now - start).TotalSeconds, 3601, 3610);
    }

    private Pair Make(string name, uint timeout, ulong seed, LinkFaults? faults = null)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        return MakePair(qos with { PeerTimeout = timeout }, seed, faults);
    }

    private static void Kill(End end)
    {
        end.Lower.Drops = _ => true;
        end.Lower.Other.Drops = _ => true;
    }
}
