using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Lamina.Core;

namespace Lamina.Bearers.Managed;

/// <summary>
/// The platform's socket address, written in place, so that a datagram allocates nothing. The first two bytes say the family, in the system's own
/// way; what follows has one layout everywhere: port and address in network order, the scope in host order.
/// <code>
/// IPv4: family 2 | port 2 | address 4 | zero 8
/// IPv6: family 2 | port 2 | flow info 4 | address 16 | scope 4
/// </code>
/// </summary>
internal sealed class UdpAddress(AddressFamily family)
{
    private readonly bool _isIPv4 = family == AddressFamily.InterNetwork;

    public SocketAddress Address { get; } = new(family);

    /// <summary>What is in it; the default where the system wrote none that we know.</summary>
    public UdpEndpoint Value
    {
        get
        {
            ReadOnlySpan<byte> bytes = Address.Buffer.Span[..Address.Size];
            ushort port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            return _isIPv4
                ? UdpEndpoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
                : new UdpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(bytes[8..]), port, BitConverter.ToUInt32(bytes[24..]));
        }
    }

    /// <summary>False: the address cannot be said in this family.</summary>
    public bool TrySet(in UdpEndpoint endpoint)
    {
        if (_isIPv4 && !endpoint.IsIPv4)
        {
            return false;
        }

        Span<byte> bytes = Address.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], endpoint.Port);
        if (_isIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], endpoint.IPv4);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], 0);
            BinaryPrimitives.WriteUInt128BigEndian(bytes[8..], endpoint.Address);
            BitConverter.TryWriteBytes(bytes[24..], endpoint.ScopeId);
        }

        return true;
    }
}
