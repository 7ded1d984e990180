using System.Buffers.Binary;
using System.Net.Sockets;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// The kernel's socket addresses. Family and scope are in host order, port and address in network order.
/// <code>
/// sockaddr_in  (16 bytes): family 2 | port 2 | address 4 | zero 8
/// sockaddr_in6 (28 bytes): family 2 | port 2 | flow info 4 | address 16 | scope 4
/// </code>
/// </summary>
internal static class SocketAddressLayout
{
    public const int MaxLength = 28;
    private const int Length4 = 16;
    private const ushort Family4 = 2;
    private const ushort Family6 = 10;

    /// <summary>Writes for a socket of that family; 0 where the address cannot be said in it.</summary>
    public static int Write(Span<byte> to, in UdpEndpoint endpoint, AddressFamily family)
    {
        if (family == AddressFamily.InterNetwork && !endpoint.IsIPv4)
        {
            return 0;
        }

        to.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], endpoint.Port);
        if (family == AddressFamily.InterNetwork)
        {
            BitConverter.TryWriteBytes(to, Family4);
            BinaryPrimitives.WriteUInt32BigEndian(to[4..], endpoint.IPv4);
            return Length4;
        }
        BitConverter.TryWriteBytes(to, Family6);
        BinaryPrimitives.WriteUInt128BigEndian(to[8..], endpoint.Address);
        BitConverter.TryWriteBytes(to[24..], endpoint.ScopeId);
        return MaxLength;
    }

    /// <summary>The address that the kernel wrote; the default where it wrote none that we know.</summary>
    public static UdpEndpoint Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < Length4)
        {
            return default;
        }

        var port = BinaryPrimitives.ReadUInt16BigEndian(from[2..]);
        return BitConverter.ToUInt16(from) switch
        {
            Family4 => UdpEndpoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(from[4..]), port),
            Family6 when from.Length >= MaxLength => new UdpEndpoint(
                BinaryPrimitives.ReadUInt128BigEndian(from[8..]), port, BitConverter.ToUInt32(from[24..])),
            _ => default,
        };
    }
}
