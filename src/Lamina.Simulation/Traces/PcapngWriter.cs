using Lamina.Core;
using Lamina.Wire.Captures;

namespace Lamina.Simulation.Traces;

/// <summary>
/// Writes what happens in simulated networks as a capture file that network analysers read (<see cref="PcapngFormat"/>).
/// Each network is an interface of the file. A block reaches the stream in one call, so the file is whole after each.
/// </summary>
public sealed class PcapngWriter
{
    private readonly Stream _stream;
    private readonly PcapngBlock _block = new();
    private uint _interfaces;

    /// <summary>Begins a section.</summary>
    /// <param name="stream">Where it goes; whoever opened it closes it.</param>
    /// <param name="comment">What a person should know of the file: scenario, seed, how to repeat it.</param>
    public PcapngWriter(Stream stream, string comment)
    {
        _stream = stream;
        PcapngFormat.Section(_block, comment);
        _stream.Write(_block.End());
    }

    /// <summary>Adds an interface.</summary>
    /// <param name="name">The network, as analysers print it.</param>
    /// <returns>The tap that writes what it sees to this interface.</returns>
    public IPacketTap AddNetwork(string name)
    {
        // No limit: datagrams are written whole.
        PcapngFormat.Interface(_block, name, snapLength: 0);
        _stream.Write(_block.End());
        return new NetworkTap(this, _interfaces++);
    }

    private void Write(uint network, Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> datagram)
    {
        PcapngFormat.Packet(_block, network, (ulong)at.Nanoseconds, from, to, datagram, snapLength: 0);
        _stream.Write(_block.End());
    }

    private sealed class NetworkTap(PcapngWriter writer, uint network) : IPacketTap
    {
        public void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes) =>
            writer.Write(network, at, from, to, bytes);
    }
}
