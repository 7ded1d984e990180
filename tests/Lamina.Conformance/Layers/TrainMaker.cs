using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>Makes trains.</summary>
internal static class TrainMaker
{
    /// <summary>A train with so much head room in front of each packet; only the last may be shorter.</summary>
    public static Train Make(PacketPool pool, int headRoom, params byte[][] packets)
    {
        int stride = headRoom + packets[0].Length;
        Assert.True(pool.TryRent(stride * packets.Length, out PacketBuffer buffer), "the pool is empty");
        var train = new Train
        {
            Buffer = buffer,
            Offset = headRoom,
            Stride = stride,
            Length = packets[0].Length,
            LastLength = packets[^1].Length,
            Count = packets.Length,
            HeadRoom = headRoom,
        };
        for (int i = 0; i < packets.Length; i++)
        {
            packets[i].CopyTo(train[i]);
        }

        return train;
    }

    /// <summary>A packet that no other is like.</summary>
    public static byte[] Packet(int number, int length)
    {
        byte[] packet = new byte[length];
        new SeededRandom((ulong)number).Fill(packet);
        return packet;
    }
}
