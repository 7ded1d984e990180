using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Records;

/// <summary>Keys turn by count and by time, without a word, and nothing on its way is lost.</summary>
public class PhaseTests
{
    private static readonly RecordBounds Small = new()
    {
        Records = 100,
        Time = Duration.FromSeconds(50),
        LeastTime = Duration.FromSeconds(10),
        MostRecords = 200,
    };

    [Fact]
    public void They_turn_after_so_many_records_but_not_too_soon_and_each_direction_by_itself()
    {
        var pair = new RecordPair(Small);
        for (int i = 0; i < 150; i++)
        {
            Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(1)));
        }

        Assert.Equal(0, pair.B.Opener.Phase);
        pair.Wait(10);
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(1)));
        Assert.Equal((1, 1, 0), (pair.A.Sealer.Phase, pair.B.Opener.Phase, pair.B.Sealer.Phase));
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.A, pair.Seal(pair.B, [1]), out _));
    }

    [Fact]
    public void They_turn_with_time_through_all_phases_of_the_wire_and_on()
    {
        var pair = new RecordPair(Small);
        for (int i = 0; i < 600; i++)
        {
            Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(1)));
            Assert.Equal(RecordVerdict.Opened, pair.Open(pair.A, pair.Seal(pair.B, [2]), out _));
            pair.Wait(50);
        }

        Assert.Equal((599, 599), (pair.B.Opener.Phase, pair.A.Opener.Phase));
    }

    [Fact]
    public void What_was_on_its_way_still_opens_once_and_not_for_ever()
    {
        var pair = new RecordPair(Small);
        byte[] late = pair.Seal(1);
        byte[] later = pair.Seal(2);
        byte[] seen = pair.Seal(3);
        Assert.Equal(RecordVerdict.Opened, pair.Open(seen));
        pair.Wait(50);
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(4)));
        Assert.Equal(RecordVerdict.Opened, pair.Open(late));
        Assert.Equal(RecordVerdict.Replayed, pair.Open(late));
        Assert.Equal(RecordVerdict.Replayed, pair.Open(seen));
        pair.Wait(10);
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(later));
    }

    [Fact]
    public void A_dead_way_of_many_phases_ends_in_a_leap()
    {
        var pair = new RecordPair(Small);
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(1)));
        for (int lost = 0; lost < 100; lost++)
        {
            pair.Wait(50);
            pair.Seal(2);
        }

        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(3)));
        Assert.Equal(100, pair.B.Opener.Phase);
        pair.Wait(50);
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(4)));
    }

    [Fact]
    public void A_peer_that_races_through_phases_is_slowed_and_costs_no_derivation_for_each_packet()
    {
        // It does not keep to the least time; B does.
        var pair = new RecordPair(Small);
        var racer = new RecordPair(Small with { Records = 1, LeastTime = Duration.Zero, MostRecords = 3 });
        long made = pair.Ciphers.Made;
        int opened = 0;
        for (int i = 0; i < 1000; i++)
        {
            opened += pair.Open(racer.Seal(1)) == RecordVerdict.Opened ? 1 : 0;
        }

        Assert.InRange(opened, 1, 8);
        Assert.InRange(pair.Ciphers.Made - made, 1, 20);
    }

    [Fact]
    public void No_counter_is_used_twice_it_refuses()
    {
        var pair = new RecordPair(Small);
        for (int i = 0; i < 199; i++)
        {
            pair.Seal(1);
        }

        Assert.False(pair.A.Sealer.CanSeal(1, pair.Now));
        Assert.Throws<InvalidOperationException>(() => pair.A.Sealer.Seal([1], new byte[25]));
        pair.Wait(10);
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(1)));
    }

    [Fact]
    public void A_greeting_is_the_same_each_time_and_may_come_each_time()
    {
        var pair = new RecordPair(Small);
        byte[] greeting = new byte[RecordHeader.Length];
        byte[] again = new byte[RecordHeader.Length];
        Assert.True(pair.A.Sealer.TryWriteGreeting(greeting) && pair.A.Sealer.TryWriteGreeting(again));
        Assert.Equal(greeting, again);
        Assert.Equal((RecordVerdict.Greeting, RecordVerdict.Greeting), (pair.Open(greeting), pair.Open(again)));
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(pair.A, greeting, out _));
        pair.Wait(50);
        Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(1)));
        Assert.Equal(RecordVerdict.Greeting, pair.Open(greeting));
        Assert.False(pair.A.Sealer.TryWriteGreeting(greeting));
    }

    [Fact]
    public void Ciphers_are_few_however_many_flows_there_are()
    {
        var ciphers = new RecordCiphers(RecordPair.Fast, capacity: 8);
        RecordPair[] flows = [.. Enumerable.Range(1, 100).Select(flow => new RecordPair(flow: (byte)flow, ciphers: ciphers))];
        for (int round = 0; round < 3; round++)
        {
            foreach (RecordPair flow in flows)
            {
                Assert.Equal(RecordVerdict.Opened, flow.Open(flow.Seal(1, 2, 3)));
                Assert.InRange(ciphers.Count, 1, 8);
            }
        }

        foreach (RecordPair flow in flows)
        {
            flow.A.Dispose();
            flow.B.Dispose();
        }

        Assert.Equal(0, ciphers.Count);
    }

    [Fact]
    public void Keys_are_zeroed_when_they_are_taken_over_and_after_the_end_nothing_is_sealed()
    {
        byte[] forth = [.. Enumerable.Repeat((byte)1, 32)];
        byte[] back = [.. Enumerable.Repeat((byte)2, 32)];
        FlowRecords records = new RecordCiphers(RecordPair.Fast).Begin(new RecordKeys(AeadId.AesGcm, forth, back), new Instant(1));
        Assert.All(forth.Concat(back), value => Assert.Equal(0, value));
        records.Dispose();
        Assert.Throws<ObjectDisposedException>(() => records.Sealer.Seal([1], new byte[25]));
        Assert.Throws<ObjectDisposedException>(() => records.Opener.Open(new byte[25], new Instant(1)));
    }
}
