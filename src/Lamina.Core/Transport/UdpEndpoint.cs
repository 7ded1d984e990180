using System.Buffers.Binary;
using System.Net;

namespace Lamina.Core;

/// <summary>
/// Where a datagram comes from or goes to, as a value: a key and a field that cost no allocation, unlike
/// <see cref="IPEndPoint"/>. IPv4 is held as IPv4-mapped IPv6 (<c>::ffff:a.b.c.d</c>), so that one peer has one value on
/// sockets of either family. The default value (<c>[::]:0</c>) means nowhere.
/// </summary>
public readonly struct UdpEndpoint : IEquatable<UdpEndpoint>
{
    /// <summary>Bytes of <see cref="Address"/> on the wire.</summary>
    public const int AddressLength = 16;

    private static readonly UInt128 MappedPrefix = (UInt128)0xFFFF << 32;

    /// <summary>From an address as a big-endian number.</summary>
    /// <param name="address">IPv6, or IPv4-mapped.</param>
    /// <param name="port">UDP port in host order.</param>
    /// <param name="scopeId">Interface index of a link-local address; 0 elsewhere.</param>
    public UdpEndpoint(UInt128 address, ushort port, uint scopeId = 0)
    {
        Address = address;
        Port = port;
        ScopeId = scopeId;
    }

    /// <summary>The 16 bytes of the address, read as one big-endian number.</summary>
    public UInt128 Address { get; }

    /// <summary>UDP port in host order.</summary>
    public ushort Port { get; }

    /// <summary>Interface index of a link-local IPv6 address; 0 elsewhere.</summary>
    public uint ScopeId { get; }

    /// <summary>True where the address is an IPv4 one.</summary>
    public bool IsIPv4 => Address >> 32 == MappedPrefix >> 32;

    /// <summary>The IPv4 address as a big-endian number; meaningful where <see cref="IsIPv4"/>.</summary>
    public uint IPv4 => (uint)Address;

    /// <summary>From an IPv4 address as a big-endian number.</summary>
    public static UdpEndpoint FromIPv4(uint address, ushort port) => new(MappedPrefix | address, port);

    /// <summary>From the platform's end point, of either family.</summary>
    public static UdpEndpoint From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[AddressLength];
        endPoint.Address.TryWriteBytes(bytes, out var length);
        var port = (ushort)endPoint.Port;
        return length == AddressLength
            ? new UdpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(bytes), port, (uint)endPoint.Address.ScopeId)
            : FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), port);
    }

    /// <summary>To the platform's end point; IPv4 comes back as IPv4. Allocates.</summary>
    public IPEndPoint ToIPEndPoint()
    {
        Span<byte> bytes = stackalloc byte[AddressLength];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        var address = IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes, ScopeId);
        return new IPEndPoint(address, Port);
    }

    /// <inheritdoc/>
    public bool Equals(UdpEndpoint other) => Address == other.Address && Port == other.Port && ScopeId == other.ScopeId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UdpEndpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Port, ScopeId);

    /// <summary><c>192.0.2.1:3435</c> or <c>[2001:db8::1]:3435</c>.</summary>
    public override string ToString() => ToIPEndPoint().ToString();

    /// <summary>Same address, port and scope.</summary>
    public static bool operator ==(UdpEndpoint left, UdpEndpoint right) => left.Equals(right);

    /// <summary>Another address, port or scope.</summary>
    public static bool operator !=(UdpEndpoint left, UdpEndpoint right) => !left.Equals(right);
}
