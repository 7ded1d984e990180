using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>
/// Delta-t against a network that does its worst within its bounds: packets and copies of them are kept for up to MPL, and come
/// back in any order, across ends and beginnings of runs. Every run begins with the same number, so nothing but the bounds protects.
/// </summary>
public class RunSafetyTests
{
    private static readonly Duration Mpl = Duration.FromMilliseconds(500);

    [Theory]
    [InlineData(0, 150)]
    public void Nothing_is_delivered_twice_or_out_of_order_across_runs(int firstSeed, int seeds)
    {
        long runs = 0;
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            try
            {
                runs += Talk((ulong)seed, Mpl);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}", exception);
            }
        }

        Assert.True(runs > seeds * 5, $"only {runs} runs began");
    }

    /// <summary>The test above can fail: it does where packets live longer than the layer says.</summary>
    [Fact]
    public void Without_the_bound_on_a_packets_life_something_goes_wrong()
    {
        int wrong = 0;
        for (ulong seed = 0; seed < 50; seed++)
        {
            try
            {
                Talk(seed, Mpl / 50);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.XunitException or ArgumentException)
            {
                wrong++;
            }
        }

        Assert.True(wrong > 0);
    }

    [Fact]
    public void Numbers_do_not_meet_themselves_within_their_life()
    {
        Duration life = Duration.FromSeconds(60);
        var numbers = new NumberSpace(life);
        numbers.BeginRun();
        var given = new Queue<(long From, Instant At)>();
        var now = new Instant(1);
        var random = new SeededRandom(5);
        long taken = 0;
        int blocked = 0;
        while (taken < 1L << 33)
        {
            now += Duration.FromMilliseconds(random.Next(200));
            int allowed = Math.Min(numbers.Allowed(now), 1 << (10 + random.Next(16)));
            blocked += allowed == 0 ? 1 : 0;
            if (allowed > 0)
            {
                numbers.Take(allowed, now);
                given.Enqueue((taken, now));
                taken += allowed;
            }

            while (now - given.Peek().At > life)
            {
                given.Dequeue();
            }

            Assert.True(taken - given.Peek().From <= 1L << 30);
        }

        Assert.True(blocked > 0);
    }

    [Fact]
    public void Who_has_forgotten_a_run_speaks_of_its_numbers_no_more()
    {
        var pair = new Pair(QosSpec.Data, seed: 1);
        pair.A.Write(Texts.Make(0, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        var flags = new List<FrcpFlags>();
        pair.OnPacket = (from, packet, _) =>
        {
            if (from == pair.B.Lower)
            {
                flags.Add(FrcpHeader.FlagsOf(packet.AsSpan(IntegrityHeader.Length)));
            }
        };
        pair.RunFor(pair.B.Flow.Bounds.ReceiverInactivity - Duration.FromSeconds(1));
        pair.B.Write(Texts.Make(0, 10));
        pair.RunFor(Duration.FromSeconds(5));
        pair.B.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.A.Messages.Count == 2));
        Assert.Equal([true, false], flags.Where(flag => (flag & FrcpFlags.Data) != 0).Select(flag => (flag & FrcpFlags.Acknowledgement) != 0));
    }

    [Fact]
    public void A_writer_who_waits_for_a_reader_that_has_forgotten_the_run_is_still_answered()
    {
        var pair = new Pair(FlowTerms.For(QosSpec.Data, new FlowLimits { ReceivePackets = 64 }), seed: 2, mpl: Duration.FromSeconds(60));
        pair.B.Reads = false;
        for (int i = 0; i < 100; i++)
        {
            pair.A.Write(Texts.Make(i, 1000));
        }

        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 2);
        Assert.Equal(CloseReason.None, pair.A.Closed);
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 100));
        Assert.Equal(Enumerable.Range(0, 100), pair.B.Messages.Select(Texts.NumberOf));
    }

    private static long Talk(ulong seed, Duration mpl)
    {
        var random = new SeededRandom(seed + 1000);
        var limits = new FlowLimits { RetransmissionBound = mpl * 8, AckBound = Duration.FromMilliseconds(20) };
        var faults = new LinkFaults
        {
            Latency = Duration.FromMilliseconds(1 + random.Next(20)),
            Loss = random.NextDouble() * 0.1,
            Kept = random.NextDouble() * 0.3,
            KeptFor = Mpl,
        };
        var pair = new Pair(FlowTerms.For(QosSpec.Data, limits), seed, faults, random: new SameNumbers(), mpl: mpl);
        DeltaT bounds = pair.A.Flow.Bounds;
        int sent = 0;
        for (int round = 0; round < 12 && pair.A.Closed == CloseReason.None; round++)
        {
            for (int i = 1 + random.Next(6); i > 0; i--)
            {
                pair.A.Write(Texts.Make(sent++, 4 + random.Next(random.Next(4) == 0 ? 20_000 : 2_000)));
            }

            if (random.Next(3) == 0)
            {
                pair.B.Write(Texts.Make(round, 100));
            }

            pair.RunUntil(() => (pair.B.Messages.Count == sent && pair.A.Flow.IsSettled) || pair.A.Closed != CloseReason.None, seconds: 30);
            Duration silence = random.Next(5) switch
            {
                0 => Duration.FromMilliseconds(random.Next(300)),
                1 => bounds.ReceiverInactivity,
                2 => bounds.SenderInactivity - Duration.FromMilliseconds(1 + random.Next(300)),
                _ => bounds.SenderInactivity + Duration.FromMilliseconds(1 + random.Next(300)),
            };
            pair.RunFor(silence);
        }

        Assert.Equal(Enumerable.Range(0, pair.B.Messages.Count), pair.B.Messages.Select(Texts.NumberOf));
        Assert.All(pair.B.Messages, message => Assert.Equal(Texts.Make(Texts.NumberOf(message), message.Length), message));
        if (pair.A.Closed == CloseReason.None && pair.B.Closed == CloseReason.None)
        {
            Assert.Equal(sent, pair.B.Messages.Count);
        }

        return pair.A.Flow.Counters.RunsBegun;
    }

    private sealed class SameNumbers : IRandomSource
    {
        public ulong NextUInt64() => 0xffff_fff0;

        public void Fill(Span<byte> bytes) => bytes.Clear();
    }
}
