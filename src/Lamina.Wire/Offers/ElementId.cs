namespace Lamina.Wire.Offers;

/// <summary>The elements that a flow's composition may hold. The numbers are on the wire.</summary>
public enum ElementId : byte
{
    /// <summary>Flow and retransmission control; one byte of <see cref="FrcpFeatures"/>.</summary>
    Frcp = 1,

    /// <summary>CRC-32C over every packet; no parameters.</summary>
    Integrity = 2,

    /// <summary>Sealing with the keys of the flow's handshake, instead of the checksum; no parameters.</summary>
    Seal = 3,
}
