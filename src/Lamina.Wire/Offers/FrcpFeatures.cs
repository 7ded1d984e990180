namespace Lamina.Wire.Offers;

/// <summary>What FRCP does on a flow, besides keeping the order. The parameter of <see cref="ElementId.Frcp"/>.</summary>
[Flags]
public enum FrcpFeatures : byte
{
    /// <summary>Order only: late packets are dropped, gaps are skipped.</summary>
    None = 0,

    /// <summary>What is lost is sent again.</summary>
    Retransmission = 1,

    /// <summary>Messages may be longer than a packet.</summary>
    Fragmentation = 2,

    /// <summary>The receiver's window bounds the sender.</summary>
    FlowControl = 4,
}
