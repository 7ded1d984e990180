using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>The switches of a flow, each by itself (FEATURES O29, O41). What each does under loss: Protocols FlowTermsTests, LongMessageTests.</summary>
public sealed class FlowOptionsTests
{
    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Everything_is_on_where_nobody_says_otherwise(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        Assert.Equal(FlowOptions.Default, pair.Client.Options);
        Assert.Equal(FlowOptions.Default, pair.Server.Options);
    }

    [Theory]
    [InlineData("embedded", true)]
    [InlineData("attached", true)]
    [InlineData("udp", true)]
    [InlineData("attached", false)]
    public async Task Without_fragmentation_a_message_is_one_packet_at_both_ends_whoever_asked(string kind, bool isClients)
    {
        FlowOptions without = FlowOptions.Default with { Fragmentation = false };
        await using FlowPair pair = await FlowPair.StartAsync(kind, QosSpec.Data, isClients ? without : null, isClients ? null : without);
        pair.Server.ReadTimeout = FlowPair.Patience;
        Assert.Equal(without, pair.Client.Options);
        Assert.Equal(without, pair.Server.Options);
        int longest = pair.Client.MaxMessageSize;
        Assert.InRange(longest, 500, 65_535);
        Assert.Equal(longest, pair.Server.MaxMessageSize);
        pair.Client.Write(new byte[longest]);
        Assert.Equal(longest, pair.Server.Read(new byte[longest]).Length);
        var failure = Assert.Throws<LaminaException>(() => pair.Client.Write(new byte[longest + 1]));
        Assert.Equal(LaminaError.MessageTooLong, failure.Error);
        Assert.Contains($"{longest}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_flow_control_a_writer_does_not_wait_for_a_reader_that_sleeps_and_all_arrives()
    {
        const int Messages = 3000;
        FlowOptions without = FlowOptions.Default with { FlowControl = false };
        await using FlowPair pair = await FlowPair.StartAsync("udp", QosSpec.Data, served: without);
        Assert.False(pair.Client.Options.FlowControl);
        Assert.True(pair.Client.Options.Fragmentation);
        pair.Client.WriteTimeout = pair.Server.ReadTimeout = FlowPair.Patience;
        byte[] buffer = new byte[100];
        for (int i = 0; i < Messages; i++)
        {
            BitConverter.TryWriteBytes(buffer, i);
            pair.Client.Write(buffer);
        }

        for (int i = 0; i < Messages; i++)
        {
            Assert.Equal(100, pair.Server.Read(buffer).Length);
            Assert.Equal(i, BitConverter.ToInt32(buffer));
        }
    }

    [Fact]
    public async Task Without_reassembly_this_end_reads_parts_before_the_message_is_whole()
    {
        FlowOptions without = FlowOptions.Default with { Reassembly = false };
        await using FlowPair pair = await FlowPair.StartAsync("udp", QosSpec.Data, served: without);
        Assert.Equal((true, false), (pair.Client.Options.Reassembly, pair.Server.Options.Reassembly));
        pair.Server.ReadTimeout = FlowPair.Patience;
        byte[] message = new byte[100_000];
        new Random(3).NextBytes(message);
        Task writing = pair.Client.WriteAsync(message).AsTask();
        byte[] read = new byte[message.Length];
        int length = 0;
        int parts = 0;
        ReadResult result;
        do
        {
            result = pair.Server.Read(read.AsSpan(length));
            length += result.Length;
            parts++;
        }
        while (!result.IsEndOfMessage);
        await writing.WaitAsync(FlowPair.Patience);
        Assert.Equal(message, read);
        Assert.InRange(parts, 1, 100);
    }

    [Fact]
    public async Task A_raw_flow_says_that_it_has_neither_fragments_nor_windows()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded", QosSpec.Raw);
        Assert.Equal((false, false), (pair.Client.Options.Fragmentation, pair.Client.Options.FlowControl));
    }

    [Theory]
    [InlineData(0u, 0u, true)]
    [InlineData(0u, 1u, true)]
    [InlineData(1u, 0u, false)]
    [InlineData(1u, 1u, true)]
    public async Task Checksums_retransmission_and_order_are_the_specs_own_each_by_itself(uint loss, uint bitErrors, bool inOrder)
    {
        QosSpec qos = QosSpec.Data with { Loss = loss, BitErrors = bitErrors, InOrder = inOrder };
        await using FlowPair pair = await FlowPair.StartAsync("udp", qos);
        pair.Server.ReadTimeout = FlowPair.Patience;
        Assert.Equal(qos, pair.Client.Qos);
        Assert.Equal(qos, pair.Server.Qos);
        Assert.Equal(loss == 0, pair.Client.CanCompleteWrites);
        pair.Client.Write("passes"u8);
        Assert.Equal(6, pair.Server.Read(new byte[10]).Length);
    }
}
