namespace Lamina.Core;

/// <summary>Sees every datagram of a link or a port, once: a simulated one as it is sent, a real one as it is sent or received.</summary>
public interface IPacketTap
{
    /// <summary>A datagram; the bytes are lent for the call.</summary>
    void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes);
}
