namespace Lamina.Wire.Attach;

/// <summary>
/// What packets from a program to its daemon cost of the flow's credit, and how much a program may owe. Both ends count alike,
/// whichever way trains are cut into records.
/// </summary>
public static class AttachCredit
{
    /// <summary>Cost of a packet besides its bytes: a small one holds a buffer too.</summary>
    public const int PerPacket = 256;

    /// <summary>
    /// How far a program may pass its limit: by the rest of a train, or of a message that goes whole or not at all, which began
    /// within it.
    /// </summary>
    public const int MostOwed = 128 * 1024;

    /// <summary>Bytes that are let through without credit while there is none below: acknowledgements, probes, answers.</summary>
    public const int MostUncredited = 16 * 1024;

    /// <summary>What packets cost.</summary>
    public static int ChargeOf(int bytes, int packets) => bytes + (packets * PerPacket);
}
