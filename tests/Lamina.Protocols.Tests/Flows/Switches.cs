using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What a flow's two ends do, each for itself.</summary>
internal readonly record struct Switches(bool Orders, bool Retransmits, bool Controls, bool Checks, bool Fragments, bool Reassembles)
{
    /// <summary>All that make sense: retransmission and fragments need numbers, windows need acknowledgements, parts need fragments.</summary>
    public static IEnumerable<Switches> All =>
        from bits in Enumerable.Range(0, 64)
        let it = new Switches((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0)
        where (it.Orders || !(it.Retransmits || it.Fragments)) && (it.Retransmits || !it.Controls) && (it.Fragments || it.Reassembles)
        select it;

    public FlowTerms ToTerms(FlowLimits limits)
    {
        FrcpFeatures features = (Retransmits ? FrcpFeatures.Retransmission : 0)
            | (Fragments ? FrcpFeatures.Fragmentation : 0)
            | (Controls ? FrcpFeatures.FlowControl : 0);
        var elements = new List<ElementSpec>();
        if (Orders)
        {
            elements.Add(new ElementSpec(ElementId.Frcp, (byte)features));
        }

        if (Checks)
        {
            elements.Add(new ElementSpec(ElementId.Integrity));
        }

        return FlowTerms.For(QosSpec.Raw, limits with { Reassembles = Reassembles }) with { Composition = new Composition(elements) };
    }
}
