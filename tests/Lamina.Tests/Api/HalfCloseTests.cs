using System.IO.Pipelines;
using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>One direction of a flow ends, a close that may not take long, and one that takes nothing back.</summary>
public sealed class HalfCloseTests
{
    private static readonly TimeSpan Patience = FlowPair.Patience;

    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_program_that_writes_no_more_still_reads_what_the_peer_makes_of_it(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        pair.Server.ReadTimeout = pair.Client.ReadTimeout = Patience;
        byte[] sent = new byte[300_000];
        Random.Shared.NextBytes(sent);
        byte[] buffer = new byte[1 << 20];
        Task<int> serving = Task.Run(() =>
        {
            int total = 0;
            while (pair.Server.Read(buffer.AsSpan(total)) is { IsEndOfFlow: false } read)
            {
                total += read.Length;
            }

            // The end comes again and again, and is none of the other direction.
            Assert.True(pair.Server.Read(buffer.AsSpan(total)).IsEndOfFlow);
            pair.Server.Write(BitConverter.GetBytes(total));
            pair.Server.CompleteWrites();
            return total;
        });

        for (int at = 0; at < sent.Length; at += 100_000)
        {
            await pair.Client.WriteAsync(sent.AsMemory(at, 100_000));
        }

        pair.Client.CompleteWrites();
        pair.Client.CompleteWrites();
        LaminaException late = Assert.Throws<LaminaException>(() => pair.Client.Write("x"u8));
        Assert.Equal(LaminaError.Closed, late.Error);
        Assert.Contains("writes no more", late.Message, StringComparison.Ordinal);
        Assert.Equal(LaminaError.Closed, Assert.Throws<LaminaException>(() => pair.Client.TryWrite("x"u8)).Error);

        byte[] answer = new byte[10];
        Assert.Equal(4, (await pair.Client.ReadAsync(answer)).Length);
        Assert.Equal(sent.Length, BitConverter.ToInt32(answer));
        Assert.True((await pair.Client.ReadAsync(answer)).IsEndOfFlow);
        Assert.Equal(sent.Length, await serving.WaitAsync(Patience));
        Assert.Equal(sent, buffer.AsSpan(0, sent.Length));
        Assert.Equal((CloseReason.None, CloseReason.None), (pair.Client.CloseReason, pair.Server.CloseReason));
        await pair.Client.CloseAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(CloseReason.Normal, pair.Client.CloseReason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_pipe_whose_output_is_completed_still_reads(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        pair.Server.ReadTimeout = pair.Client.ReadTimeout = Patience;
        IDuplexPipe client = pair.Client.AsPipe();
        IDuplexPipe server = pair.Server.AsPipe();
        await client.Output.WriteAsync("question"u8.ToArray());
        await client.Output.CompleteAsync();
        Assert.Equal("question", await ReadAllAsync(server.Input));
        await server.Output.WriteAsync("answer"u8.ToArray());
        await server.Output.CompleteAsync();
        Assert.Equal("answer", await ReadAllAsync(client.Input));

        // Both ends of both pipes are completed: the flow closes by itself.
        await pair.Client.CloseAsync().AsTask().WaitAsync(Patience);
        await pair.Server.CloseAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_stream_reads_its_end_and_writes_on()
    {
        await using FlowPair pair = await FlowPair.StartAsync("attached");
        await using Stream client = pair.Client.AsStream();
        await using Stream server = pair.Server.AsStream();
        await client.WriteAsync("question"u8.ToArray());
        pair.Client.CompleteWrites();
        using var reader = new StreamReader(server, leaveOpen: true);
        Assert.Equal("question", await reader.ReadToEndAsync().WaitAsync(Patience));
        await server.WriteAsync("answer"u8.ToArray());
        await server.DisposeAsync();
        using var answer = new StreamReader(client, leaveOpen: true);
        Assert.Equal("answer", await answer.ReadToEndAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_flow_that_may_lose_packets_cannot_say_it_and_says_why()
    {
        foreach (QosSpec qos in (QosSpec[])[QosSpec.Raw, QosSpec.BestEffort, QosSpec.Voice])
        {
            await using FlowPair pair = await FlowPair.StartAsync("embedded", qos);
            Assert.False(pair.Client.CanCompleteWrites);
            LaminaException failure = Assert.Throws<LaminaException>(pair.Client.CompleteWrites);
            Assert.Equal(LaminaError.InvalidRequest, failure.Error);
            Assert.Contains("QosSpec.Data", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reset_reaches_the_peer_at_once_whatever_it_has_not_read(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        ValueTask<ReadResult> reading = pair.Client.ReadAsync(new byte[10]);
        pair.Server.ReadTimeout = Patience;
        await pair.Client.WriteAsync("first"u8.ToArray());
        await pair.Client.WriteAsync("second"u8.ToArray());
        Assert.Equal(5, pair.Server.Read(new byte[10]).Length);
        pair.Client.Abort(CloseReason.Denied);
        await WhenCancelled(pair.Server.Closed).WaitAsync(Patience);
        Assert.Equal((CloseReason.Denied, CloseReason.Denied), (pair.Client.CloseReason, pair.Server.CloseReason));
        Assert.Equal(LaminaError.Denied, Assert.Throws<LaminaException>(() => pair.Server.Read(new byte[10])).Error);
        Assert.Equal(LaminaError.Denied, Assert.Throws<LaminaException>(() => pair.Server.Write("x"u8)).Error);
        Assert.Equal(LaminaError.Denied, (await Assert.ThrowsAsync<LaminaException>(() => reading.AsTask().WaitAsync(Patience))).Error);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Client.Abort(CloseReason.Normal));
        pair.Client.Abort();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_close_waits_no_longer_than_it_is_told(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);

        // The peer reads nothing: its window, the rings and the sender's memory fill, and then nothing is delivered any more.
        pair.Client.WriteTimeout = TimeSpan.FromMilliseconds(100);
        byte[] message = new byte[100_000];
        try
        {
            while (true)
            {
                await pair.Client.WriteAsync(message);
            }
        }
        catch (LaminaException full) when (full.Error == LaminaError.Timeout)
        {
        }

        await pair.Client.CloseAsync(TimeSpan.FromMilliseconds(200)).AsTask().WaitAsync(Patience);

        // What is under way may have been acknowledged as far as the window goes: then all of it arrived.
        Assert.True(pair.Client.CloseReason is CloseReason.Timeout or CloseReason.Normal, pair.Client.CloseReason.ToString());
        await WhenCancelled(pair.Server.Closed).WaitAsync(Patience);
        Assert.Equal(pair.Client.CloseReason, pair.Server.CloseReason);
    }

    private static async Task<string> ReadAllAsync(PipeReader reader)
    {
        System.IO.Pipelines.ReadResult read;
        do
        {
            read = await reader.ReadAsync().AsTask().WaitAsync(Patience);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
        while (!read.IsCompleted);
        string text = System.Text.Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(read.Buffer));
        await reader.CompleteAsync();
        return text;
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => ended.TrySetResult());
        return ended.Task;
    }
}
