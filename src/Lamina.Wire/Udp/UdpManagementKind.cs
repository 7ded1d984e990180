namespace Lamina.Wire.Udp;

/// <summary>The management messages of a udp layer. The numbers are on the wire.</summary>
public enum UdpManagementKind : byte
{
    /// <summary>Asks whether a name is registered there.</summary>
    Query = 1,

    /// <summary>Says whether it is.</summary>
    QueryReply = 2,

    /// <summary>Carries a message of flow allocation.</summary>
    Allocation = 3,

    /// <summary>Asks whether a datagram of this length arrives.</summary>
    Probe = 4,

    /// <summary>Says that it did.</summary>
    ProbeReply = 5,

    /// <summary>Carries a part of a packet that is longer than the path carries.</summary>
    Piece = 6,

    /// <summary>Says which versions are spoken here.</summary>
    VersionRefusal = 255,
}
