namespace Lamina.Core;

/// <summary>
/// One UDP port, as the udp IPC process sees it: the node binds a socket behind it, the simulation a link.
/// </summary>
public interface IDatagramPort
{
    /// <summary>Where the port is bound.</summary>
    UdpEndpoint Local { get; }

    /// <summary>The longest datagram payload in bytes that goes through without being cut on a common path.</summary>
    int MaxPayload { get; }

    /// <summary>Bytes that may be sent now; 0 while the socket's buffer is full, until <see cref="IDatagramUser.HandleWritable"/>.</summary>
    int Credit { get; }

    /// <summary>Gets datagrams; set before the first can arrive.</summary>
    IDatagramUser? User { get; set; }

    /// <summary>
    /// Sends each segment as one datagram. Consumes one reference of the buffer. What cannot be sent is dropped and counted.
    /// May hold the buffer until the turn ends, to send several trains in one system call.
    /// </summary>
    void Send(in Train train, in UdpEndpoint to, Instant now);

    /// <summary>
    /// Sends one datagram that nobody on the way may cut: it arrives whole or not at all. Consumes one reference of the buffer.
    /// The default is for ports whose way never cuts.
    /// </summary>
    /// <returns>False where this host knows already that it is too long; then nothing is counted.</returns>
    bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        Send(datagram, to, now);
        return true;
    }

    /// <summary>Gives the port back.</summary>
    void Close();
}
