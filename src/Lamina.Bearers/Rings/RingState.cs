namespace Lamina.Bearers.Rings;

/// <summary>How one side sees its ring.</summary>
public enum RingState
{
    /// <summary>Nothing wrong was seen.</summary>
    Open,

    /// <summary>
    /// The peer broke the protocol (a position that went back, beyond the ring or off its alignment, a record that leaves
    /// the published bytes). Final: every call says false from here on, and the owner closes the flow.
    /// </summary>
    Corrupt,
}
