using System.Buffers.Binary;

namespace Lamina.Spike.Layering;

/// <summary>
/// The data transfer header of a layer.
/// <code>
/// destination 4 | TTL 1 | cube 1 | ECN 1 | EID 8
/// </code>
/// </summary>
internal static class TransferHeader
{
    public const int Length = 15;
    public const byte InitialTtl = 64;
    public const byte Cubes = 8;

    public static void Write(Span<byte> to, uint destination, byte cube, ulong eid)
    {
        to = to[..Length];
        BinaryPrimitives.WriteUInt32BigEndian(to, destination);
        to[4] = InitialTtl;
        to[5] = cube;
        to[6] = 0;
        BinaryPrimitives.WriteUInt64BigEndian(to[7..], eid);
    }

    public static uint Destination(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public static byte Ttl(ReadOnlySpan<byte> header) => header[4];

    public static byte Cube(ReadOnlySpan<byte> header) => header[5];

    public static ulong Eid(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt64BigEndian(header[7..]);
}
