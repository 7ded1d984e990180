using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>Messages that are longer than the buffer of a read (FEATURES O41).</summary>
public sealed class PartialReadTests
{
    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_comes_in_parts_and_the_last_one_says_so(string kind)
    {
        await using FlowPair pair = await StartAsync(kind);
        Assert.Equal(PartialReads.Marked, pair.Server.PartialReads);
        SendTwo(pair);
        Assert.Equal([(40, false), (40, false), (20, true), (3, true)], Read(pair.Server, 40, 4));
        SendTwo(pair);
        Assert.Equal([(50, false), (50, true), (3, true)], Read(pair.Server, 50, 3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Lengths_alone_say_where_a_message_ends_for_those_who_ask(string kind)
    {
        await using FlowPair pair = await StartAsync(kind);
        pair.Server.PartialReads = PartialReads.Terminated;
        SendTwo(pair);
        Assert.Equal([(40, false), (40, false), (20, true), (3, true)], Read(pair.Server, 40, 4));
        SendTwo(pair);
        Assert.Equal([(50, false), (50, false), (0, true), (3, true)], Read(pair.Server, 50, 4));
        SendTwo(pair);
        Assert.Equal([(100, false), (0, true), (3, true)], Read(pair.Server, 100, 3));
        pair.Client.Write([]);
        Assert.Equal([(0, true)], Read(pair.Server, 10, 1));
    }

    [Fact]
    public async Task An_empty_read_that_is_owed_counts_as_readable_in_a_set_and_comes_before_the_end()
    {
        await using FlowPair pair = await StartAsync("embedded");
        pair.Server.PartialReads = PartialReads.Terminated;
        using var set = new FlowSet();
        set.Add(pair.Server);
        pair.Client.Write(new byte[50]);
        Assert.True(set.TryTake(out FlowSetEvent first, FlowPair.Patience));
        Assert.Equal(FlowSetEventKind.Readable, first.Kind);
        Assert.Equal([(50, false)], Read(pair.Server, 50, 1));
        Assert.True(set.TryTake(out FlowSetEvent second, FlowPair.Patience));
        Assert.Equal(FlowSetEventKind.Readable, second.Kind);
        pair.Client.CompleteWrites();
        Assert.Equal([(0, true)], Read(pair.Server, 50, 1));
        Assert.True(pair.Server.Read(new byte[1]).IsEndOfFlow);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whoever_refuses_parts_hears_how_long_the_message_is_and_loses_nothing(string kind)
    {
        await using FlowPair pair = await StartAsync(kind);
        pair.Server.PartialReads = PartialReads.Refused;
        SendTwo(pair);
        var failure = Assert.Throws<LaminaException>(() => pair.Server.Read(new byte[99]));
        Assert.Equal(LaminaError.MessageTooLong, failure.Error);
        Assert.Contains("100 bytes", failure.Message, StringComparison.Ordinal);
        failure = await Assert.ThrowsAsync<LaminaException>(() => pair.Server.ReadAsync(new byte[1]).AsTask());
        Assert.Equal(LaminaError.MessageTooLong, failure.Error);
        Assert.Throws<LaminaException>(() => pair.Server.TryRead(new byte[1], out _));
        Assert.Equal([(100, true), (3, true)], Read(pair.Server, 100, 2));

        // What is in many fragments counts as a whole, and what was begun before goes on.
        pair.Client.Write(new byte[200_000]);
        pair.Server.PartialReads = PartialReads.Marked;
        Assert.Equal([(1000, false)], Read(pair.Server, 1000, 1));
        pair.Server.PartialReads = PartialReads.Refused;
        failure = Assert.Throws<LaminaException>(() => pair.Server.Read(new byte[1000]));
        Assert.Contains("199000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal([(199_000, true)], Read(pair.Server, 199_000, 1));
    }

    private static async Task<FlowPair> StartAsync(string kind)
    {
        FlowPair pair = await FlowPair.StartAsync(kind, QosSpec.Data);
        pair.Server.ReadTimeout = FlowPair.Patience;
        return pair;
    }

    private static void SendTwo(FlowPair pair)
    {
        pair.Client.Write(new byte[100]);
        pair.Client.Write("end"u8);
    }

    private static List<(int Length, bool IsEnd)> Read(Flow flow, int buffer, int count)
    {
        List<(int, bool)> reads = [];
        byte[] target = new byte[buffer];
        for (int i = 0; i < count; i++)
        {
            ReadResult result = flow.Read(target);
            reads.Add((result.Length, result.IsEndOfMessage));
        }

        return reads;
    }
}
