using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Security.Primitives;
using Lamina.Security.Records;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Keys for both ends of a flow, and ciphers that are watched: no key seals twice with one counter.</summary>
internal sealed class SealedFlows
{
    private readonly RecordCiphers _ciphers;

    public SealedFlows(int capacity = 1024)
    {
        Watched = new WatchedAead(AesGcmAead.Instance);
        _ciphers = new RecordCiphers(_ => Watched, capacity);
    }

    public WatchedAead Watched { get; }

    /// <summary>When keys turn.</summary>
    public RecordBounds Bounds { get; set; } = RecordBounds.Default;

    /// <summary>The same terms where the flow has keys: the seal instead of the checksum.</summary>
    public static FlowTerms Seal(FlowTerms terms) => terms with
    {
        Composition = new Composition([
            .. terms.Composition.Elements.Where(element => element.Id is not (ElementId.Integrity or ElementId.Seal)),
            new ElementSpec(ElementId.Seal)]),
    };

    /// <summary>Of one end; null where the terms do not want it.</summary>
    public FlowRecords? RecordsFor(FlowTerms terms, bool isInitiator, Instant now)
    {
        if (!terms.Composition.Has(ElementId.Seal))
        {
            return null;
        }

        return _ciphers.Begin(KeysOf(isInitiator), now, Bounds);
    }

    /// <summary>The keys of one end; another flow's with another number.</summary>
    public static RecordKeys KeysOf(bool isInitiator, byte flow = 1)
    {
        byte[] forth = [.. Enumerable.Repeat((byte)(2 * flow), IAead.KeyLength)];
        byte[] back = [.. Enumerable.Repeat((byte)((2 * flow) + 1), IAead.KeyLength)];
        return isInitiator ? new RecordKeys(AeadId.AesGcm, forth, back) : new RecordKeys(AeadId.AesGcm, back, forth);
    }
}
