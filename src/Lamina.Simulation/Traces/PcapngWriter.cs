using Lamina.Core;
using Lamina.Wire.Captures;

namespace Lamina.Simulation.Traces;

/// <summary>
/// Writes what happens in simulated networks as a capture file that network analysers read (draft-ietf-opsawg-pcapng).
/// Each network is an interface of the file. A block reaches the stream in one call, so the file is whole after each.
/// </summary>
public sealed class PcapngWriter
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ulong UnknownLength = ulong.MaxValue;
    private const ushort Comment = 1;
    private const ushort ApplicationName = 4;
    private const ushort InterfaceName = 2;
    private const ushort TimeResolution = 9;
    private const byte Nanoseconds = 9;
    private const ushort RawIp = 101;

    private readonly Stream _stream;
    private readonly PcapngBlock _block = new();
    private uint _interfaces;

    /// <summary>Begins a section.</summary>
    /// <param name="stream">Where it goes; whoever opened it closes it.</param>
    /// <param name="comment">What a person should know of the file: scenario, seed, how to repeat it.</param>
    public PcapngWriter(Stream stream, string comment)
    {
        _stream = stream;
        _block.Begin(SectionHeader);
        _block.WriteUInt32(ByteOrderMagic);
        _block.WriteUInt16(1);
        _block.WriteUInt16(0);
        _block.WriteUInt64(UnknownLength);
        _block.WriteOption(Comment, comment);
        _block.WriteOption(ApplicationName, "lamina");
        _stream.Write(_block.End());
    }

    /// <summary>Adds an interface.</summary>
    /// <param name="name">The network, as analysers print it.</param>
    /// <returns>The tap that writes what it sees to this interface.</returns>
    public IPacketTap AddNetwork(string name)
    {
        _block.Begin(InterfaceDescription);
        _block.WriteUInt16(RawIp);
        _block.WriteUInt16(0);
        // No limit: datagrams are written whole.
        _block.WriteUInt32(0);
        _block.WriteOption(InterfaceName, name);
        _block.WriteOption(TimeResolution, [Nanoseconds]);
        _stream.Write(_block.End());
        return new NetworkTap(this, _interfaces++);
    }

    private void Write(uint network, Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> datagram)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(datagram.Length, SyntheticPacket.MaxPayload, nameof(datagram));
        _block.Begin(EnhancedPacket);
        _block.WriteUInt32(network);
        ulong time = (ulong)at.Nanoseconds;
        _block.WriteUInt32((uint)(time >> 32));
        _block.WriteUInt32((uint)time);
        int length = SyntheticPacket.LengthOf(from, to, datagram.Length);
        // Captured, and sent: the same.
        _block.WriteUInt32((uint)length);
        _block.WriteUInt32((uint)length);
        SyntheticPacket.Write(_block.Take(length), from, to, datagram);
        _block.Pad();
        _stream.Write(_block.End());
    }

    private sealed class NetworkTap(PcapngWriter writer, uint network) : IPacketTap
    {
        public void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes) =>
            writer.Write(network, at, from, to, bytes);
    }
}
