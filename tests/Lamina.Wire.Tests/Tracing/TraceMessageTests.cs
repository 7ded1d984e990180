using System.Net;
using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Wire.Tests.Tracing;

public class TraceMessageTests
{
    [Fact]
    public void A_question_has_this_layout()
    {
        byte[] bytes = new byte[32];
        Assert.True(new TraceQuestion(0x0102030405060708, 0x1112131415161718, new Address(0x2A), [3, 0]).TryWrite(bytes));
        Assert.Equal(
            "0101" + "0102030405060708" + "1112131415161718" + "000000000000002A" + "02" + "0300" + "000000",
            Convert.ToHexString(bytes));
        Assert.True(TraceQuestion.TryRead(bytes, out TraceQuestion read));
        Assert.Equal((0x0102030405060708UL, 0x1112131415161718UL, 42UL), (read.Spread, read.Cookie, read.Asker.Value));
        Assert.Equal([3, 0], read.Below.ToArray());
        Assert.Equal(0x0102030405060708UL, TraceQuestion.SpreadOf(bytes, 3));
        Assert.Equal(3UL, TraceQuestion.SpreadOf(bytes.AsSpan(0, 20), 3));
    }

    [Fact]
    public void An_answer_has_this_layout()
    {
        byte[] bytes = new byte[512];
        var record = new MemberRecord("net", "m1", new Address(5))
        {
            CameBy = new Address(4),
            HasRoute = true,
            Policy = "lfa",
            Cost = 7,
            NextHops = [new(new Address(6), "m2", false, true, true), new(new Address(9), "m9", true, false, false)],
        };
        int length = new TraceAnswer(0x1112131415161718, Duration.FromMicroseconds(258), record).Write(bytes);
        Assert.Equal(
            "0102" + "1112131415161718" + "00000102" + "01" + "036E6574" + "026D31" + "04" + "0000000000000005" + "0000000000000004"
                + "036C6661" + "00000007" + "02" + "0000000000000006" + "06" + "026D32" + "0000000000000009" + "01" + "026D39",
            Convert.ToHexString(bytes.AsSpan(0, length)));
        Assert.True(TraceAnswer.TryRead(bytes.AsSpan(0, length), out TraceAnswer read));
        var member = Assert.IsType<MemberRecord>(read.Record);
        Assert.Equal(record with { NextHops = member.NextHops }, member);
        Assert.Equal(record.NextHops, member.NextHops);
    }

    [Fact]
    public void Every_record_is_read_as_it_was_written()
    {
        TraceRecord[] records =
        [
            new ProblemRecord(TraceProblem.Busy),
            new LocalRecord("lo", "lo1"),
            new UdpRecord(
                "ip", "udp1", UdpEndpoint.From(IPEndPoint.Parse("192.0.2.1:3435")), UdpEndpoint.From(IPEndPoint.Parse("[2001:db8::1]:9")), 1452, true),
        ];
        byte[] bytes = new byte[512];
        foreach (TraceRecord record in records)
        {
            int length = new TraceAnswer(1, Duration.Zero, record).Write(bytes);
            Assert.True(TraceAnswer.TryRead(bytes.AsSpan(0, length), out TraceAnswer read));
            Assert.Equal(record, read.Record);
            Assert.False(TraceAnswer.TryRead(bytes.AsSpan(0, length - 1), out _));
        }
    }

    [Fact]
    public void What_is_too_long_for_the_question_is_left_out_but_not_the_next_hop()
    {
        string name = new('x', 200);
        var record = new MemberRecord(name, name, new Address(1))
        {
            HasRoute = true,
            Policy = name,
            NextHops = [.. Enumerable.Range(1, 8).Select(i => new TraceNextHop(new Address((ulong)i), name, false, true, i == 8))],
        };
        byte[] bytes = new byte[TraceHeader.QuestionLength];
        int length = new TraceAnswer(1, Duration.Zero, record).Write(bytes);
        Assert.InRange(length, 300, TraceHeader.QuestionLength);
        Assert.True(TraceAnswer.TryRead(bytes.AsSpan(0, length), out TraceAnswer read));
        Assert.Equal(8UL, Assert.IsType<MemberRecord>(read.Record).Taken!.Value.Address.Value);
        Assert.Equal(64, ((MemberRecord)read.Record).Process.Length);
        Assert.Equal(0, new TraceAnswer(1, Duration.Zero, record).Write(bytes.AsSpan(0, 40)));
    }

    [Fact]
    public void Nothing_in_a_name_reaches_a_terminal_as_a_command()
    {
        byte[] bytes = new byte[512];
        int length = new TraceAnswer(1, Duration.Zero, new LocalRecord("\e[2Jx", "ü")).Write(bytes);
        Assert.True(TraceAnswer.TryRead(bytes.AsSpan(0, length), out TraceAnswer read));
        Assert.Equal(new LocalRecord("?[2Jx", "ü"), read.Record);
    }
}
