namespace Lamina.Bearers.Linux;

/// <summary>How a datagram call ended. Networks refuse and break: none of these is an exception.</summary>
public enum UdpStatus
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The socket's buffer is full (sending) or empty (receiving): poll, then call again.</summary>
    WouldBlock,

    /// <summary>More than one call can carry, or more than the path takes; for a receive: more than the buffer, cut off.</summary>
    TooLarge,

    /// <summary>An earlier datagram met a closed port (ICMP). This call did nothing.</summary>
    Refused,

    /// <summary>No route, interface down, host unreachable, or an address of a family that this socket does not speak.</summary>
    Unreachable,

    /// <summary>A packet filter of this host refuses.</summary>
    NotPermitted,

    /// <summary>The system is short of memory or of queue; the datagram is lost.</summary>
    NoBuffers,

    /// <summary>The socket is closed, or fails in a way that trying again does not mend.</summary>
    Failed,
}
