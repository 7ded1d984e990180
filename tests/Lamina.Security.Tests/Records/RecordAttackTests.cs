using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Records;

/// <summary>What somebody on the way can do to records, each by its name; and that the flow goes on all the same.</summary>
public class RecordAttackTests
{
    public static TheoryData<AeadId> Ciphers => [AeadId.AesGcm, AeadId.ChaChaPoly];

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Honest_records_of_any_length_open(AeadId aead)
    {
        var pair = new RecordPair(aead: aead);
        foreach (int length in (int[])[0, 1, 15, 16, 17, 64, 1400, 65000])
        {
            byte[] plain = new byte[length];
            new SeededRandom((ulong)length).Fill(plain);
            Assert.Equal(RecordVerdict.Opened, pair.Open(pair.B, pair.Seal(plain), out byte[] opened));
            Assert.Equal(plain, opened);
            Assert.Equal(RecordVerdict.Opened, pair.Open(pair.A, pair.Seal(pair.B, plain), out opened));
            Assert.Equal(plain, opened);
        }
    }

    [Fact]
    public void Replayed()
    {
        var pair = new RecordPair();
        byte[] record = pair.Seal(1, 2, 3);
        Assert.Equal(RecordVerdict.Opened, pair.Open(record));
        Assert.Equal(RecordVerdict.Replayed, pair.Open(record));
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal(RecordVerdict.Opened, pair.Open(pair.Seal(4)));
        }

        Assert.Equal(RecordVerdict.Replayed, pair.Open(record));
    }

    [Fact]
    public void Reflected()
    {
        var pair = new RecordPair();
        byte[] record = pair.Seal(1, 2, 3);
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(pair.A, record, out _));
        Assert.Equal(RecordVerdict.Opened, pair.Open(record));
    }

    [Fact]
    public void Reordered_within_the_window_is_no_attack_and_behind_it_is_dropped()
    {
        var pair = new RecordPair();
        byte[][] records = [.. Enumerable.Range(0, 2000).Select(i => pair.Seal((byte)i))];
        foreach (byte[] record in records.Skip(976).Reverse())
        {
            Assert.Equal(RecordVerdict.Opened, pair.Open(record));
        }

        Assert.All(records.Take(976), record => Assert.Equal(RecordVerdict.Replayed, pair.Open(record)));
    }

    [Fact]
    public void Truncated()
    {
        var pair = new RecordPair();
        byte[] record = pair.Seal(1, 2, 3, 4, 5, 6, 7, 8);
        for (int length = 0; length < record.Length; length++)
        {
            Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(record[..length]));
        }

        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open([.. record, 0]));
        Assert.Equal(RecordVerdict.Opened, pair.Open(record));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Bit_flipped(AeadId aead)
    {
        var pair = new RecordPair(aead: aead);
        byte[] record = pair.Seal(1, 2, 3, 4, 5, 6, 7, 8);
        for (int bit = 0; bit < record.Length * 8; bit++)
        {
            record[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(record));
            record[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(RecordVerdict.Opened, pair.Open(record));
    }

    [Fact]
    public void Spliced()
    {
        var pair = new RecordPair();
        var other = new RecordPair(flow: 2, ciphers: pair.Ciphers);
        byte[] mine = pair.Seal(1, 2, 3, 4);
        byte[] its = other.Seal(1, 2, 3, 4);
        byte[] second = pair.Seal(5, 6, 7, 8);
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(its));
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open([.. mine[..24], .. its[24..]]));
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open([.. mine[..8], .. its[8..]]));
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open([.. mine[..8], .. second[8..]]));
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open([.. mine[..24], .. second[24..]]));
        Assert.Equal((RecordVerdict.Opened, RecordVerdict.Opened), (pair.Open(mine), pair.Open(second)));
    }

    [Fact]
    public void A_phase_from_the_future_changes_nothing_and_costs_a_derivation_a_second()
    {
        var pair = new RecordPair();
        byte[] record = pair.Seal(1);
        long made = pair.Ciphers.Made;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] forged = [.. record];
            forged[0] = (byte)(1 + (i % 255));
            Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(forged));
        }

        // The next phase's once, one leap, and B's first.
        Assert.InRange(pair.Ciphers.Made - made, 1, 3);
        Assert.Equal(0, pair.B.Opener.Phase);
        Assert.Equal(RecordVerdict.Opened, pair.Open(record));
    }

    [Fact]
    public void A_counter_jump_that_is_forged_does_not_move_the_window_and_a_true_one_does()
    {
        var pair = new RecordPair();
        byte[] first = pair.Seal(1);
        byte[] forged = [.. first];
        RecordHeader.Write(forged, 0, RecordHeader.Counters - 1);
        Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(forged));
        Assert.Equal(RecordVerdict.Opened, pair.Open(first));
        byte[][] records = [.. Enumerable.Range(0, 3000).Select(_ => pair.Seal(2))];
        Assert.Equal(RecordVerdict.Opened, pair.Open(records[^1]));
        Assert.Equal(RecordVerdict.Replayed, pair.Open(records[0]));
        Assert.Equal(RecordVerdict.Opened, pair.Open(records[^1024]));
    }

    [Fact]
    public void Random_bytes_are_survived_and_open_nothing()
    {
        var pair = new RecordPair();
        var random = new SeededRandom(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(80)];
            random.Fill(bytes);
            Assert.Equal(RecordVerdict.NotAuthentic, pair.Open(bytes));
        }
    }
}
