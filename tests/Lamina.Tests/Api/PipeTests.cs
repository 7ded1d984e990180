using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>A flow as a pipe.</summary>
public sealed class PipeTests
{
    private static readonly TimeSpan Patience = FlowPair.Patience;

    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_flushed_or_completed_arrives_whole_and_then_the_end(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        byte[] sent = RandomNumberGenerator.GetBytes((4 << 20) + 3);
        IDuplexPipe client = pair.Client.AsPipe();
        IDuplexPipe server = pair.Server.AsPipe();
        Task writing = Task.Run(async () =>
        {
            var random = new SeededRandom(7);
            for (int at = 0; at < sent.Length;)
            {
                int length = Math.Min(sent.Length - at, 1 + (int)(random.NextUInt64() % 100_000));
                sent.AsSpan(at, length).CopyTo(client.Output.GetSpan(length));
                client.Output.Advance(length);
                at += length;
                if (random.NextUInt64() % 3 == 0)
                {
                    await client.Output.FlushAsync();
                }
            }

            // What was not flushed is by this, and the flow closes with its second end.
            await client.Output.CompleteAsync();
            await client.Input.CompleteAsync();
        });
        byte[] received = await Task.Run(() => ReadAllAsync(server.Input)).WaitAsync(Patience);
        await writing.WaitAsync(Patience);
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(received));
        await server.Output.CompleteAsync();
        await pair.Client.CloseAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(CloseReason.Normal, pair.Client.CloseReason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reader_that_does_not_read_holds_the_writer(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        PipeWriter output = pair.Client.AsPipe().Output;
        pair.Client.WriteTimeout = TimeSpan.FromMilliseconds(200);
        long flushed = 0;
        byte[] piece = new byte[50_000];
        LaminaException? held = null;
        while (held is null)
        {
            try
            {
                await output.WriteAsync(piece);
                flushed += piece.Length;
            }
            catch (LaminaException late)
            {
                held = late;
            }
        }

        // How much is under way then is bounded by windows, rings and pools.
        Assert.Equal(LaminaError.Timeout, held.Error);
        Assert.InRange(flushed, 1, 32L << 20);
    }

    [Fact]
    public async Task A_read_that_was_cancelled_loses_nothing()
    {
        await using FlowPair pair = await FlowPair.StartAsync("attached");
        PipeReader input = pair.Server.AsPipe().Input;
        ValueTask<System.IO.Pipelines.ReadResult> reading = input.ReadAsync();
        input.CancelPendingRead();
        Assert.True((await reading.AsTask().WaitAsync(Patience)).IsCanceled);
        pair.Client.Write("whole"u8);
        System.IO.Pipelines.ReadResult read = await input.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal("whole"u8, read.Buffer.ToArray());
        input.AdvanceTo(read.Buffer.End);
    }

    [Fact]
    public async Task A_flow_that_ended_badly_fails_the_reader_after_what_came()
    {
        TestStacks stacks = await TestStacks.StartAsync("n");
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        Flow client = await asking.AllocateAsync("n");
        Flow server = await listener.AcceptAsync(Patience);
        client.Write("last words"u8);
        PipeReader input = server.AsPipe().Input;
        System.IO.Pipelines.ReadResult read = await input.ReadAsync().AsTask().WaitAsync(Patience);
        input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        await stacks.DisposeAsync();
        var failure = await Assert.ThrowsAsync<LaminaException>(() => input.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.True(failure.Error is LaminaError.StackLost or LaminaError.PeerDied, failure.Message);
    }

    private static async Task<byte[]> ReadAllAsync(PipeReader reader)
    {
        using var all = new MemoryStream();
        System.IO.Pipelines.ReadResult read;
        do
        {
            read = await reader.ReadAsync();
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
            {
                all.Write(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
        await reader.CompleteAsync();
        return all.ToArray();
    }
}
