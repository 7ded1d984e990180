using Lamina.Core;

namespace Lamina.Simulation.Traces;

/// <summary>Sees every datagram that is sent into a link, once, at the time of sending.</summary>
public interface IPacketTap
{
    /// <summary>A datagram; the bytes are lent for the call.</summary>
    void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes);
}
