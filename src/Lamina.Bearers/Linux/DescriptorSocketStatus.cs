namespace Lamina.Bearers.Linux;

/// <summary>How a call on a <see cref="DescriptorSocket"/> ended.</summary>
public enum DescriptorSocketStatus
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The socket is full (sending) or empty (receiving).</summary>
    WouldBlock,

    /// <summary>A message or its descriptors were longer than what the receiver takes: the peer breaks the protocol. Sending: than what the system takes at once.</summary>
    TooLarge,

    /// <summary>The peer is gone.</summary>
    Closed,
}
