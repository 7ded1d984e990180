using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Tests.Attached;

/// <summary>The longest messages, between programs that are attached to two daemons. The machines by themselves: Protocols LongMessageTests.</summary>
public sealed class LongMessageTests(ITestOutputHelper output)
{
    private const int Longest = 16 << 20;

    // What may be on its way: windows of the ends, rings, and what daemons hold. Less than two messages.
    private const long MemoryBound = 28L << 20;

    [Fact]
    public async Task They_come_whole_both_ways_and_no_pool_grows_with_them()
    {
        await using SlowNetwork network = await SlowNetwork.StartAsync(bitsPerSecond: 0);
        (Flow from, Flow to) = await network.OpenAsync(QosSpec.Data);
        Assert.Equal(Longest, from.MaxMessageSize);
        var tooLong = await Assert.ThrowsAsync<LaminaException>(() => from.WriteAsync(new byte[Longest + 1]).AsTask());
        Assert.Equal(LaminaError.MessageTooLong, tooLong.Error);
        Assert.Contains($"{Longest}", tooLong.Message, StringComparison.Ordinal);

        PacketPool[] pools =
        [
            network.Near.Daemon.Pool, network.Far.Daemon.Pool, PoolOf(network.Program), PoolOf(network.Peer),
        ];
        to.WriteTimeout = from.ReadTimeout = SlowNetwork.Patience;
        for (int i = 0; i < 2; i++)
        {
            await PassAsync(from, to, i);
            await PassAsync(to, from, 10 + i);
        }

        output.WriteLine(string.Join(", ", pools.Select(pool => $"{pool.AllocatedBytes >> 20} MiB")));
        Assert.All(pools, pool => Assert.InRange(pool.AllocatedBytes, 0, MemoryBound));
        await from.CloseAsync();
    }

    private static PacketPool PoolOf(NetworkStack program) => ((StackAttachment)program.Host).Driver.Context.Pool;

    private static async Task PassAsync(Flow from, Flow to, int seed)
    {
        byte[] message = new byte[Longest];
        new Random(seed).NextBytes(message);
        Task writing = from.WriteAsync(message).AsTask();
        byte[] read = new byte[Longest];
        int length = 0;
        while (true)
        {
            ReadResult result = await to.ReadAsync(read.AsMemory(length, Math.Min(100_000, Longest - length)));
            length += result.Length;
            if (result.IsEndOfMessage)
            {
                break;
            }
        }

        Assert.Equal(Longest, length);
        Assert.Equal(SHA256.HashData(message), SHA256.HashData(read));
        await writing.WaitAsync(SlowNetwork.Patience);
    }
}
