using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>Time-outs of reads, writes and accepts, calls that do not wait, and parts of messages (FEATURES O41).</summary>
public sealed class WaitingTests
{
    private static readonly TimeSpan Patience = FlowPair.Patience;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_read_that_waited_too_long_leaves_the_flow_usable(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        byte[] buffer = new byte[100];
        Assert.Equal(Timeout.InfiniteTimeSpan, pair.Server.ReadTimeout);
        pair.Server.ReadTimeout = Soon;
        Assert.Equal(Soon, pair.Server.ReadTimeout);
        AssertTimedOut(await Assert.ThrowsAsync<LaminaException>(async () => await pair.Server.ReadAsync(buffer)), pair.Server);
        AssertTimedOut(Assert.Throws<LaminaException>(() => pair.Server.Read(buffer)), pair.Server);
        pair.Server.ReadTimeout = TimeSpan.Zero;
        AssertTimedOut(Assert.Throws<LaminaException>(() => pair.Server.Read(buffer)), pair.Server);

        pair.Server.ReadTimeout = Patience;
        pair.Client.Write("one"u8);
        Assert.Equal(3, (await pair.Server.ReadAsync(buffer)).Length);
        pair.Client.Write("four"u8);
        Assert.Equal(4, pair.Server.Read(buffer).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Server.ReadTimeout = TimeSpan.FromSeconds(-3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_whose_write_waited_too_long_is_not_delivered_and_others_are(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        pair.Client.WriteTimeout = Soon;
        byte[] message = new byte[100_000];
        int sent = 0;
        LaminaException? failure = null;
        while (failure is null)
        {
            message.AsSpan().Fill((byte)sent);
            try
            {
                if (sent % 2 == 0)
                {
                    await pair.Client.WriteAsync(message);
                }
                else
                {
                    pair.Client.Write(message);
                }

                sent++;
            }
            catch (LaminaException tooLate)
            {
                failure = tooLate;
            }
        }

        AssertTimedOut(failure, pair.Client);
        pair.Client.WriteTimeout = Timeout.InfiniteTimeSpan;
        Task last = pair.Client.WriteAsync("last"u8.ToArray()).AsTask();
        byte[] buffer = new byte[100_000];
        pair.Server.ReadTimeout = Patience;
        for (int i = 0; i < sent; i++)
        {
            ReadResult read = await pair.Server.ReadAsync(buffer);
            Assert.Equal(100_000, read.Length);
            Assert.Equal((byte)i, buffer[99_999]);
        }

        int length = (await pair.Server.ReadAsync(buffer)).Length;
        Assert.Equal("last"u8, buffer.AsSpan(0, length));
        await last.WaitAsync(Patience);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Calls_that_do_not_wait_say_whether_there_was_something(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        byte[] buffer = new byte[50_000];
        Assert.False(pair.Server.TryRead(buffer, out _));
        Assert.Equal(
            LaminaError.MessageTooLong,
            Assert.Throws<LaminaException>(() => pair.Client.TryWrite(new byte[pair.Client.MaxTryWriteSize + 1])).Error);
        int sent = 0;
        while (pair.Client.TryWrite(buffer))
        {
            sent++;
        }

        Assert.True(sent > 0);
        for (int received = 0; received < sent;)
        {
            if (pair.Server.TryRead(buffer, out ReadResult read))
            {
                Assert.Equal(50_000, read.Length);
                received++;
            }
        }

        // Room again, although nobody waited for it.
        while (!pair.Client.TryWrite("x"u8))
        {
            await Task.Yield();
        }

        await pair.Client.CloseAsync();
        ReadResult end;
        while (!pair.Server.TryRead(buffer, out end) || !end.IsEndOfFlow)
        {
            await Task.Yield();
        }

        Assert.Equal(LaminaError.Closed, Assert.Throws<LaminaException>(() => pair.Client.TryWrite("x"u8)).Error);
    }

    [Fact]
    public async Task A_call_that_does_not_wait_goes_not_between_one_that_does()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        ValueTask<ReadResult> reading = pair.Server.ReadAsync(new byte[10]);
        Assert.Throws<InvalidOperationException>(() => pair.Server.TryRead(new byte[10], out _));
        pair.Client.Write("x"u8);
        Assert.Equal(1, (await reading.AsTask().WaitAsync(Patience)).Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_is_read_in_parts_and_its_end_is_said(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        byte[] sent = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        pair.Client.Write(sent);
        Assert.Equal([(40, false), (40, false), (20, true)], await ReadPartsAsync(pair.Server, 40, 3));
        pair.Client.Write(sent);
        // An end that falls together with the buffer's is an end: no empty read follows.
        Assert.Equal([(50, false), (50, true)], await ReadPartsAsync(pair.Server, 50, 2));
        pair.Client.Write("next"u8);
        Assert.Equal([(4, true)], await ReadPartsAsync(pair.Server, 50, 1));
    }

    [Fact]
    public async Task An_accept_waits_as_long_as_it_is_told()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        await using FlowListener listener = await stack.ListenAsync("n");
        Assert.Equal(LaminaError.Timeout, (await Assert.ThrowsAsync<LaminaException>(() => listener.AcceptAsync(Soon))).Error);
        Assert.Equal(LaminaError.Timeout, Assert.Throws<LaminaException>(() => listener.Accept(TimeSpan.Zero)).Error);
        await using Flow client = await stack.AllocateAsync("n");
        using Flow server = listener.Accept(TimeSpan.Zero);
        client.Write("x"u8);
        Assert.Equal(1, server.Read(new byte[10]).Length);
    }

    [Fact]
    public async Task Every_flow_that_comes_until_the_listener_is_gone()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        FlowListener listener = await stack.ListenAsync("n");
        List<Flow> clients = [];
        for (int i = 0; i < 3; i++)
        {
            clients.Add(await stack.AllocateAsync("n"));
        }

        int accepted = 0;
        await foreach (Flow flow in listener.AcceptAllAsync())
        {
            await flow.CloseAsync();
            if (++accepted == 3)
            {
                await listener.DisposeAsync();
            }
        }

        Assert.Equal(3, accepted);
    }

    private static async Task<List<(int Length, bool IsEnd)>> ReadPartsAsync(Flow flow, int length, int count)
    {
        flow.ReadTimeout = Patience;
        List<(int, bool)> parts = [];
        for (int i = 0; i < count; i++)
        {
            ReadResult read = await flow.ReadAsync(new byte[length]);
            parts.Add((read.Length, read.IsEndOfMessage));
        }

        return parts;
    }

    private static void AssertTimedOut(LaminaException failure, Flow flow)
    {
        Assert.Equal(LaminaError.Timeout, failure.Error);
        Assert.Equal(CloseReason.None, flow.CloseReason);
    }
}
