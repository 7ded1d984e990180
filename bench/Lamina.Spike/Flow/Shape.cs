using Lamina.Bearers.Linux;

namespace Lamina.Spike.Flow;

/// <summary>What all pipelines have in common: the payload of a packet, and how many a write holds.</summary>
internal static class Shape
{
    /// <summary>Payload bytes of each packet.</summary>
    public const int Payload = 1400;

    /// <summary>Application's write and read buffers.</summary>
    public const int WriteLength = 64 * 1024;

    /// <summary>Packets per write where nothing but payload is in a datagram.</summary>
    public const int RawSegments = 45;

    /// <summary>Packets per write where each datagram also carries <paramref name="headers"/> bytes.</summary>
    public static int Segments(int headers) =>
        Math.Min(SegmentedUdpSocket.MaxSegments, SegmentedUdpSocket.MaxPayload / (Payload + headers));

    /// <summary>What the application writes: 64 KiB that are not all zero.</summary>
    public static byte[] Source()
    {
        var bytes = new byte[WriteLength];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
