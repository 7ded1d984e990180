using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>Makes the elements of a composition.</summary>
internal static class ElementFactory
{
    /// <summary>The element on top, and the queue that it fills.</summary>
    internal static IMessageElement MessageElement(
        PacketPath path, FlowTerms terms, DeltaT bounds, in RestingWindows windows, out MessageQueue queue)
    {
        bool framed = terms.Composition.Has(ElementId.Frcp);
        int longest = framed ? terms.MaxMessage : path.MaxPacketSize;
        queue = new MessageQueue(path.Context, QueueLimits(terms), framed, longest, path.Counters);
        return framed ? new FrcpElement(path, queue, terms, bounds, windows) : new RawElement(path, queue);
    }

    /// <summary>Longest message in bytes.</summary>
    internal static int LongestMessage(PacketPath path, FlowTerms terms)
    {
        if (!terms.Composition.Has(ElementId.Frcp))
        {
            return path.FragmentSize(header: 0);
        }

        bool isCut = (terms.Composition.FrcpFeatures & FrcpFeatures.Fragmentation) != 0;
        return isCut ? terms.MaxMessage : Math.Min(terms.MaxMessage, path.FragmentSize(FrcpHeader.Length));
    }

    // Where nothing is sent again, what waits long is late: it need not be much.
    private static FlowLimits QueueLimits(FlowTerms terms) =>
        (terms.Composition.FrcpFeatures & FrcpFeatures.Retransmission) != 0
            ? terms.Limits
            : terms.Limits with
            {
                ReceivePackets = Math.Min(terms.Limits.ReceivePackets, 2048),
                ReceiveBytes = Math.Min(terms.Limits.ReceiveBytes, 4 << 20),
            };

    /// <summary>The elements below it, in the order in which packets meet them on their way down.</summary>
    internal static IPacketElement[] PacketElements(Composition composition, SealingElement? sealing, FlowEndCounters counters)
    {
        IPacketElement[] elements = composition.Has(ElementId.Integrity) ? [new IntegrityElement(counters)] : [];
        return sealing is null ? elements : [.. elements, sealing];
    }
}
