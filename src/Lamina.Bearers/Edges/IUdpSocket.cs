using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Edges;

/// <summary>A bound UDP socket that sends and receives trains of equal datagrams. No call blocks, and nothing that a network does is thrown.</summary>
public interface IUdpSocket : IDisposable
{
    /// <summary>The socket, for polling. Owned by this object.</summary>
    Socket Socket { get; }

    /// <summary>Where it is bound.</summary>
    UdpEndpoint LocalEndpoint { get; }

    /// <summary>Sends one train: the bytes of all vectors, cut into datagrams of <paramref name="segmentSize"/>.</summary>
    /// <param name="vectors">Memory that stays in place for the call; segments need not end where a vector ends.</param>
    /// <param name="segmentSize">Bytes per datagram; the last may be shorter.</param>
    /// <param name="destination">Where to.</param>
    UdpSent Send(ReadOnlySpan<IoVector> vectors, int segmentSize, in UdpEndpoint destination);

    /// <summary>Takes the next train that waits.</summary>
    /// <param name="buffer"><see cref="SegmentedUdpSocket.ReceiveBufferLength"/> bytes; best pinned for ever.</param>
    UdpReceived Receive(Span<byte> buffer);
}
