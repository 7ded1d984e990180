using Lamina.Core;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Which elements process a flow's packets, as data: top first, as a message meets them on its way down. Where there
/// are keys, sealing is at the bottom, and no checksum.
/// </summary>
/// <param name="Elements">The elements.</param>
public sealed record Composition(IReadOnlyList<ElementSpec> Elements)
{
    // What either end may leave out.
    private const FrcpFeatures Switches = FrcpFeatures.Fragmentation | FrcpFeatures.FlowControl;

    // Which element serves what, top first; of one element the first rule that applies. Docs: design/COMPOSITION.md.
    private static readonly ElementRule[] Rules =
    [
        new(ElementId.Frcp, Serves: qos => qos.Loss == 0, FrcpFeatures.Retransmission, Switchable: FrcpFeatures.Fragmentation | FrcpFeatures.FlowControl),
        new(ElementId.Frcp, Serves: qos => qos.InOrder, FrcpFeatures.None, Switchable: FrcpFeatures.Fragmentation),
        new(ElementId.Integrity, Serves: qos => qos.BitErrors == 0) { IsSparedWhereIntact = true, WithKeys = false },
        new(ElementId.Seal, Serves: _ => true) { WithKeys = true },
    ];

    // What most flows have, once for all of them.
    private static readonly Composition[] Common =
    [
        .. from qos in (QosSpec[])[QosSpec.Data, QosSpec.BestEffort, QosSpec.RawNoErrors, QosSpec.Raw]
           from isIntact in (bool[])[false, true]
           from hasKeys in (bool[])[false, true]
           select Of(qos, null, Applies(isIntact, hasKeys)),
    ];

    /// <summary>
    /// What serves a QoS spec: nothing for raw, a checksum against bit errors, FRCP for order and retransmission. Less the
    /// checksum where the flow below keeps packets as they are (<see cref="LowerFlow.IsIntact"/>): no element without a reason.
    /// And the seal instead of the checksum where the flow has keys.
    /// </summary>
    public static Composition For(in QosSpec qos, bool isIntactBelow = false, FlowLimits? limits = null, bool hasKeys = false) =>
        Shared(Of(qos, limits, Applies(isIntactBelow, hasKeys)));

    /// <summary>All that may serve a QoS spec, for an offer: whoever makes it does not know yet what the flow will stand on.</summary>
    public static Composition OfferFor(in QosSpec qos, FlowLimits? limits = null) => Of(qos, limits, _ => true);

    private static Func<ElementRule, bool> Applies(bool isIntactBelow, bool hasKeys) =>
        rule => !(rule.IsSparedWhereIntact && isIntactBelow) && (rule.WithKeys ?? hasKeys) == hasKeys;

    private static Composition Shared(Composition made)
    {
        foreach (Composition common in Common)
        {
            if (common.Elements.SequenceEqual(made.Elements))
            {
                return common;
            }
        }

        return made;
    }

    private static Composition Of(in QosSpec qos, FlowLimits? limits, Func<ElementRule, bool> applies)
    {
        FrcpFeatures wanted = SwitchesOf(limits ?? FlowLimits.Default);
        var elements = new List<ElementSpec>(Rules.Length);
        foreach (ElementRule rule in Rules)
        {
            if (applies(rule) && rule.Serves(qos) && !elements.Exists(element => element.Id == rule.Id))
            {
                elements.Add(new ElementSpec(rule.Id, (byte)(rule.Features | (wanted & rule.Switchable))));
            }
        }

        return new Composition(elements);
    }

    /// <summary>True where a spec asks for order or retransmission, so that packets have headers of the flow's own.</summary>
    public static bool NeedsFrcp(in QosSpec qos) => qos.Loss == 0 || qos.InOrder;

    /// <summary>True where an element is in it.</summary>
    public bool Has(ElementId id) => Elements.Any(element => element.Id == id);

    /// <summary>What FRCP does here; nothing where it is not in the composition.</summary>
    public FrcpFeatures FrcpFeatures
    {
        get
        {
            foreach (ElementSpec element in Elements)
            {
                if (element.Id == ElementId.Frcp)
                {
                    return (FrcpFeatures)element.Parameter;
                }
            }

            return FrcpFeatures.None;
        }
    }

    /// <summary>True where an offer has the same elements in the same order; what either end may leave out, it may.</summary>
    public bool Fits(IReadOnlyList<ElementSpec> offered) => WithoutSwitches(Elements).SequenceEqual(WithoutSwitches(offered));

    /// <summary>This one, where both ends want what either may leave out.</summary>
    public Composition And(IReadOnlyList<ElementSpec> other) => Elements.SequenceEqual(other)
        ? this
        : Shared(new([.. Elements.Zip(other, (mine, its) => mine with { Parameter = (byte)(mine.Parameter & its.Parameter) })]));

    private static IEnumerable<ElementSpec> WithoutSwitches(IEnumerable<ElementSpec> elements) => elements.Select(
        element => element.Id == ElementId.Frcp ? element with { Parameter = (byte)(element.Parameter & ~(byte)Switches) } : element);

    private static FrcpFeatures SwitchesOf(FlowLimits limits) =>
        (limits.Fragments ? FrcpFeatures.Fragmentation : 0) | (limits.ControlsFlow ? FrcpFeatures.FlowControl : 0);
}
