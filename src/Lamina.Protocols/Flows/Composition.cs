using Lamina.Core;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Which elements process a flow's packets, as data: top first, as a message meets them on its way down. Sealing will be
/// one more element at the bottom, below integrity's place (a seal makes the checksum superfluous).
/// </summary>
/// <param name="Elements">The elements.</param>
public sealed record Composition(IReadOnlyList<ElementSpec> Elements)
{
    /// <summary>
    /// What serves a QoS spec: nothing for raw, a checksum against bit errors, FRCP for order and retransmission. Less the
    /// checksum where the flow below keeps packets as they are (<see cref="LowerFlow.IsIntact"/>): no element without a reason.
    /// </summary>
    public static Composition For(in QosSpec qos, bool isIntactBelow = false)
    {
        var elements = new List<ElementSpec>(2);
        if (qos.Loss == 0)
        {
            const FrcpFeatures All = FrcpFeatures.Retransmission | FrcpFeatures.Fragmentation | FrcpFeatures.FlowControl;
            elements.Add(new ElementSpec(ElementId.Frcp, (byte)All));
        }
        else if (qos.InOrder)
        {
            elements.Add(new ElementSpec(ElementId.Frcp, (byte)FrcpFeatures.Fragmentation));
        }

        if (qos.BitErrors == 0 && !isIntactBelow)
        {
            elements.Add(new ElementSpec(ElementId.Integrity));
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

    /// <summary>True where every element of this one was offered, with every feature.</summary>
    public bool IsWithin(IReadOnlyList<ElementSpec> offered) => Elements.All(
        wanted => offered.Any(element => element.Id == wanted.Id && (element.Parameter & wanted.Parameter) == wanted.Parameter));

    /// <summary>True where both hold the same elements in the same order.</summary>
    public bool IsSameAs(IReadOnlyList<ElementSpec> other) => Elements.SequenceEqual(other);
}
