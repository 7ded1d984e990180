using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Tests;

/// <summary>Keys that everybody knows.</summary>
internal static class LabKeys
{
    public static RecordKeys Of(bool isInitiator)
    {
        byte[] forth = new byte[IAead.KeyLength];
        byte[] back = [.. Enumerable.Repeat((byte)1, IAead.KeyLength)];
        return isInitiator ? new RecordKeys(AeadId.AesGcm, forth, back) : new RecordKeys(AeadId.AesGcm, back, forth);
    }
}
