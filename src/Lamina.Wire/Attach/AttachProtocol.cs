namespace Lamina.Wire.Attach;

/// <summary>
/// The protocol between a program and the daemon whose stack it uses: whole messages on a Unix socket (SOCK_SEQPACKET),
/// packets (<see cref="AttachRecord"/>) and what may be sent (<see cref="AttachGrant"/>) in shared memory, or on the socket too where there is none.
/// <code>
///  application                         daemon
///     | Hello                            |
///     |      Welcome {memory, 2 eventfd} |   no common version: Welcome with version 0, then the end
///     | (OnSocket)                       |   where no memory came, or it cannot be used
///     | (Record)                (Record) |   then, and only then
///     | Listen                           |
///     |                          Outcome |
///     | Allocate                         |
///     | (Withdraw)                       |
///     |             Allocated or Refused |   once for every Allocate, also where it was withdrawn
///     |                          Arrival |
///     | Accept or Refuse                 |
///     |                        FlowEvent |   Closed takes a flow away without an answer
///     | Close                            |
///     |                           Ticket |   after Allocated and Accept, where the flow could outlive the daemon
///     | Reattach                         |
///     |            Reattached or Refused |   may take as long as the stack needs to enter its layers
///     |           Pair {memory, wake-up} |   memory shared with another program; PairOver ends it
///     |                           Direct |   before Allocated, or after Accept: the flow's packets go there
///     | (PairFailed)                     |
///     | Traffic                          |   what a direct flow carried: now and then, and before its Close
///     |                         Farewell |   the last message of a daemon that stops
/// </code>
/// A message out of its place, or that does not parse, ends the connection, and the flows of this process with it.
/// </summary>
public static class AttachProtocol
{
    /// <summary>"LMAT".</summary>
    public const uint Magic = 0x4C4D4154;

    /// <summary>The version that this code speaks.</summary>
    public const byte Version = 4;

    /// <summary>Longest message in bytes.</summary>
    public const int MaxMessageLength = 4096;

    /// <summary>Longest text of an outcome in bytes of UTF-8; longer ones are cut.</summary>
    public const int MaxTextLength = 1024;

    /// <summary>Descriptors that come with a Welcome: memory, the daemon's wake-up, the application's wake-up.</summary>
    public const int WelcomeDescriptors = 3;

    /// <summary>Descriptors that come with a Pair: memory, and an end of a socket pair for wake-ups.</summary>
    public const int PairDescriptors = 2;

    /// <summary>Bytes of a flow's keys: cipher, 1, and a key of 32 for what is sent and one for what is received.</summary>
    public const int KeysLength = 65;

    /// <summary>The type of a message; <see cref="AttachMessageType.None"/> for an empty one.</summary>
    public static AttachMessageType TypeOf(ReadOnlySpan<byte> message) =>
        message.IsEmpty ? AttachMessageType.None : (AttachMessageType)message[0];
}
