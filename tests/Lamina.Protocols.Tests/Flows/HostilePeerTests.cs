using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Core.Integrity;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Whatever comes: nothing is thrown, nothing leaks, memory stays bounded.</summary>
public class HostilePeerTests
{
    [Theory]
    [InlineData("data")]
    [InlineData("best-effort")]
    [InlineData("raw-no-errors")]
    public void Random_and_mutated_packets_do_no_harm(string qos)
    {
        const ulong Seed = 77;
        Assert.True(QosNames.TryGet(qos, out QosSpec spec));
        var random = new SeededRandom(Seed);
        var pair = new Pair(spec, Seed);
        var real = new List<byte[]>();
        pair.OnPacket = (_, packet, _) => real.Add(packet);
        for (int i = 0; i < 20; i++)
        {
            pair.A.Write(Texts.Make(i, random.Next(pair.A.Flow.MaxMessageSize > 5000 ? 5000 : 1000)));
            pair.B.Write(Texts.Make(i, random.Next(1000)));
        }

        pair.RunFor(Duration.FromSeconds(1));
        for (int i = 0; i < 200_000; i++)
        {
            pair.B.Reads = i % 1000 < 500;
            int count = 1 + (random.Next(8) == 0 ? random.Next(70) : 0);
            int length = random.Next(4) == 0 ? random.Next(8) : random.Next(900);
            pair.B.Context.Pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer);
            var train = Train.Contiguous(buffer, 0, Math.Max(0, (count * length) - random.Next(length + 1)), length);
            for (int j = 0; j < train.Count; j++)
            {
                Mutate(train[j], real, random);
            }

            pair.B.Flow.HandleTrain(train, pair.Now);
            buffer.Release();
            if (i % 16 == 0)
            {
                pair.RunFor(Duration.FromMicroseconds(random.Next(300)));
            }
        }

        Assert.True(pair.B.Context.Pool.AllocatedBytes <= PacketPool.DefaultLimit);
        pair.B.Flow.Abort(CloseReason.Normal, pair.Now);
        pair.A.Flow.Abort(CloseReason.Normal, pair.Now);
        ReliableFlowTests.AssertEmpty(pair, Seed);
    }

    private static void Mutate(Span<byte> packet, List<byte[]> real, SeededRandom random)
    {
        random.Fill(packet);
        if (random.Next(3) > 0)
        {
            byte[] model = real[random.Next(real.Count)];
            model.AsSpan(0, Math.Min(model.Length, packet.Length)).CopyTo(packet);
            for (int flips = random.Next(4); flips > 0 && packet.Length > 0; flips--)
            {
                packet[random.Next(Math.Min(packet.Length, 24))] ^= (byte)(1 << random.Next(8));
            }
        }

        // Most pass the checksum, so that what stands behind it is tried.
        if (packet.Length >= 4 && random.Next(10) > 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(packet, Crc32C.Compute(packet[4..]));
        }
    }
}
