using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Wire.DataTransfer;

/// <summary>
/// The data transfer header of a unicast layer, with the layer's own address size. No source address, no length:
/// a packet says where it goes, and nothing else that forwarding does not need.
/// <code>
///  0               A A+1 A+2 A+3             A+11      A = address size, 1 to 8, default 4
/// +----------------+----+----+----+-----------------------+
/// |  destination   |TTL |cube|ECN |  EID (8 bytes)        |      default: 15 bytes
/// +----------------+----+----+----+-----------------------+
/// </code>
/// All fields big-endian. The caller has made sure that a packet is at least <see cref="HeaderLength"/> long; these
/// methods then never fail.
/// </summary>
public sealed class DataTransferFormat
{
    private const int EidSize = 8;

    private readonly int _addressSize;

    /// <summary>A format.</summary>
    /// <param name="addressSize">Bytes of an address, 1 to 8.</param>
    public DataTransferFormat(int addressSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(addressSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addressSize, 8);
        _addressSize = addressSize;
    }

    /// <summary>Bytes of the header.</summary>
    public int HeaderLength => HeaderLengthFor(_addressSize);

    /// <summary>Bytes of the header in a layer with this address size.</summary>
    public static int HeaderLengthFor(int addressSize) => addressSize + 3 + EidSize;

    /// <summary>Reads the header off the front of a packet.</summary>
    public DataTransferHeader Read(ReadOnlySpan<byte> packet)
    {
        ReadOnlySpan<byte> rest = packet[_addressSize..];
        return new(
            new Address(ReadAddress(packet)),
            rest[0],
            (QosCube)rest[1],
            rest[2],
            BinaryPrimitives.ReadUInt64BigEndian(rest[3..]));
    }

    /// <summary>Writes the header to the front of a packet.</summary>
    public void Write(Span<byte> packet, in DataTransferHeader header)
    {
        WriteAddress(packet, header.Destination.Value);
        Span<byte> rest = packet[_addressSize..];
        rest[0] = header.Ttl;
        rest[1] = (byte)header.Cube;
        rest[2] = header.Ecn;
        BinaryPrimitives.WriteUInt64BigEndian(rest[3..], header.Eid);
    }

    /// <summary>Changes the hops left, in place: what a forwarder does.</summary>
    public void SetTtl(Span<byte> packet, byte ttl) => packet[_addressSize] = ttl;

    /// <summary>Where the packet's congestion byte is.</summary>
    public ref byte Congestion(Span<byte> packet) => ref packet[_addressSize + 2];

    private ulong ReadAddress(ReadOnlySpan<byte> packet)
    {
        if (_addressSize == 4)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(packet);
        }

        ulong value = 0;
        foreach (byte b in packet[.._addressSize])
        {
            value = (value << 8) | b;
        }

        return value;
    }

    private void WriteAddress(Span<byte> packet, ulong value)
    {
        if (_addressSize == 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)value);
            return;
        }

        for (int i = _addressSize - 1; i >= 0; i--, value >>= 8)
        {
            packet[i] = (byte)value;
        }
    }
}
