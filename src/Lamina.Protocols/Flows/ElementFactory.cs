using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>Makes the elements of a composition.</summary>
internal static class ElementFactory
{
    /// <summary>The element on top, and the queue that it fills.</summary>
    internal static IMessageElement MessageElement(PacketPath path, FlowTerms terms, DeltaT bounds, out MessageQueue queue)
    {
        bool framed = terms.Composition.Has(ElementId.Frcp);
        int longest = framed ? terms.MaxMessage : path.MaxPacketSize;
        queue = new MessageQueue(path.Context.Pool, terms.Limits, framed, longest, path.Counters);
        return framed ? new FrcpElement(path, queue, terms, bounds) : new RawElement(path, queue);
    }

    /// <summary>The elements below it, in the order in which packets meet them on their way down. Sealing comes last.</summary>
    internal static IPacketElement[] PacketElements(Composition composition, FlowEndCounters counters) =>
        composition.Has(ElementId.Integrity) ? [new IntegrityElement(counters)] : [];
}
