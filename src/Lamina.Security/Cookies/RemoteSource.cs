using System.Buffers.Binary;

namespace Lamina.Security.Cookies;

/// <summary>Where a message says that it comes from, as any layer names it: what a cookie is made over, and whose share is used.</summary>
/// <param name="Place">The host: an address of IPv6 (IPv4 mapped), or of a layer.</param>
/// <param name="Port">Which of the host's; 0 where a host has none.</param>
/// <param name="SharedBits">Low bits of the place that one owner has all of: 64 of IPv6, else 0.</param>
public readonly record struct RemoteSource(UInt128 Place, uint Port, int SharedBits)
{
    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public const int Length = 20;

    /// <summary>Whom it belongs to, as far as can be told: hosts that have one share together.</summary>
    public UInt128 Owner => Place >> SharedBits;

    /// <summary>Writes place and port.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, Place);
        BinaryPrimitives.WriteUInt32BigEndian(target[16..], Port);
    }
}
