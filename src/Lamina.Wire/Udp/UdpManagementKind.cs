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

    /// <summary>Says which versions are spoken here.</summary>
    VersionRefusal = 255,
}
