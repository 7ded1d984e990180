using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>
/// Reads and writes that are cancelled at random, and ones that run out of time: what was written without a complaint arrives
/// once and in order, what was cancelled never.
/// </summary>
public sealed class CancellationStormTests(ITestOutputHelper output)
{
    private const int Messages = 600;
    private const int Longest = 200_000;

    public static TheoryData<string, ulong> Storms => new()
    {
        { "embedded", 1 }, { "embedded", 2 }, { "attached", 3 }, { "attached", 4 }, { "udp", 5 }, { "udp", 6 },
    };

    [Theory]
    [MemberData(nameof(Storms))]
    public async Task A_flow_survives_it(string kind, ulong seed)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        Task<List<int>> writing = Task.Run(() => WriteAsync(pair.Client, seed));
        Task<(List<int> Received, int Cancelled)> reading = Task.Run(() => ReadAsync(pair.Server, seed + 1000));
        List<int> written = await writing.WaitAsync(FlowPair.Patience);
        await pair.Client.CloseAsync().AsTask().WaitAsync(FlowPair.Patience);
        (List<int> received, int cancelled) = await reading.WaitAsync(FlowPair.Patience);
        output.WriteLine($"{kind}, seed {seed}: {Messages - written.Count} writes and {cancelled} reads gave up");
        Assert.Equal(written, received);
        Assert.Equal(CloseReason.Normal, pair.Server.CloseReason);
    }

    private static async Task<List<int>> WriteAsync(Flow flow, ulong seed)
    {
        var random = new SeededRandom(seed);
        byte[] message = new byte[Longest];
        List<int> written = [];
        for (int i = 0; i < Messages; i++)
        {
            int length = 4 + (int)(random.NextUInt64() % (random.NextUInt64() % 4 == 0 ? Longest - 4u : 2000u));
            BinaryPrimitives.WriteInt32LittleEndian(message, i);
            message.AsSpan(4, length - 4).Fill((byte)i);
            bool isWritten = await TryAsync(random, async token => await flow.WriteAsync(message.AsMemory(0, length), token), () =>
            {
                flow.WriteTimeout = TimeSpan.FromTicks((long)(random.NextUInt64() % 2000));
                try
                {
                    flow.Write(message.AsSpan(0, length));
                }
                finally
                {
                    flow.WriteTimeout = Timeout.InfiniteTimeSpan;
                }
            });
            if (isWritten)
            {
                written.Add(i);
            }
        }

        return written;
    }

    private static async Task<(List<int> Received, int Cancelled)> ReadAsync(Flow flow, ulong seed)
    {
        var random = new SeededRandom(seed);
        byte[] buffer = new byte[Longest];
        List<int> received = [];
        int cancelled = 0;
        ReadResult read = default;
        while (!read.IsEndOfFlow)
        {
            bool isRead = await TryAsync(random, async token => read = await flow.ReadAsync(buffer, token), () =>
            {
                flow.ReadTimeout = TimeSpan.FromTicks((long)(random.NextUInt64() % 2000));
                try
                {
                    read = flow.Read(buffer);
                }
                finally
                {
                    flow.ReadTimeout = Timeout.InfiniteTimeSpan;
                }
            });
            if (!isRead)
            {
                cancelled++;
            }
            else if (!read.IsEndOfFlow)
            {
                Assert.True(read.IsEndOfMessage);
                int number = BinaryPrimitives.ReadInt32LittleEndian(buffer);
                Assert.False(buffer.AsSpan(4, read.Length - 4).ContainsAnyExcept((byte)number), $"message {number} is not what was written");
                received.Add(number);
            }
        }

        return (received, cancelled);
    }

    /// <summary>One call, of one of four kinds. False: it gave up.</summary>
    private static async Task<bool> TryAsync(SeededRandom random, Func<CancellationToken, Task> call, Action blockingWithTimeout)
    {
        try
        {
            switch (random.NextUInt64() % 4)
            {
                case 0:
                    using (var source = new CancellationTokenSource())
                    {
                        Task running = call(source.Token);
                        int spins = (int)(random.NextUInt64() % 3000);
                        Thread.SpinWait(spins);
                        await source.CancelAsync();
                        await running;
                    }

                    break;
                case 1:
                    using (var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.NextUInt64() % 2)))
                    {
                        await call(source.Token);
                    }

                    break;
                case 2:
                    blockingWithTimeout();
                    break;
                default:
                    await call(CancellationToken.None);
                    break;
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (LaminaException failure) when (failure.Error == LaminaError.Timeout)
        {
            return false;
        }
    }
}
