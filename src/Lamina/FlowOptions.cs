using Lamina.Protocols.Flows;

namespace Lamina;

/// <summary>
/// What the two ends of a flow do for it, each switch by itself; what it promises is in its <see cref="Core.QosSpec"/>, and so are checksums
/// (<see cref="Core.QosSpec.BitErrors"/>), retransmission (<see cref="Core.QosSpec.Loss"/>) and order (<see cref="Core.QosSpec.InOrder"/>).
/// Each end says what it wants when the flow is made; <see cref="Flow.Options"/> is what came of it.
/// </summary>
public sealed record FlowOptions
{
    /// <summary>Everything on.</summary>
    public static FlowOptions Default { get; } = new();

    /// <summary>
    /// False: a message is at most one packet, whose length <see cref="Flow.MaxMessageSize"/> says. Default true; off where either end
    /// says so, and where the flow has neither order nor retransmission.
    /// </summary>
    public bool Fragmentation { get; init; } = true;

    /// <summary>
    /// False: a writer does not wait for room at the reader; what finds none is dropped, and sent again where the flow retransmits.
    /// Default true; off where either end says so, and where the flow does not retransmit.
    /// </summary>
    public bool FlowControl { get; init; } = true;

    /// <summary>
    /// False: this end reads the parts of a message as they come, not the message when it is whole. Default true. Each end's own.
    /// </summary>
    public bool Reassembly { get; init; } = true;

    internal FlowLimits ToLimits() => this == Default
        ? FlowLimits.Default
        : new FlowLimits { Fragments = Fragmentation, ControlsFlow = FlowControl, Reassembles = Reassembly };

    internal static FlowOptions Of(FlowTerms terms) => new()
    {
        Fragmentation = (terms.Composition.FrcpFeatures & Wire.Offers.FrcpFeatures.Fragmentation) != 0,
        FlowControl = (terms.Composition.FrcpFeatures & Wire.Offers.FrcpFeatures.FlowControl) != 0,
        Reassembly = terms.Limits.Reassembles,
    };
}
