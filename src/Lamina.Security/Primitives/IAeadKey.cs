namespace Lamina.Security.Primitives;

/// <summary>
/// A key that is set up. The nonce is a counter, in the encoding of the cipher's Noise function (revision 34, 12): who calls
/// never gives one counter to <see cref="Seal"/> twice. One thread at a time.
/// </summary>
public interface IAeadKey : IDisposable
{
    /// <summary>Seals.</summary>
    /// <param name="counter">Never the same again under this key.</param>
    /// <param name="associated">What is vouched for, and not hidden.</param>
    /// <param name="plain">What is hidden.</param>
    /// <param name="box">Where to write: as long as <paramref name="plain"/> and <see cref="IAead.TagLength"/>. May begin where plain does.</param>
    void Seal(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain, Span<byte> box);

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <param name="counter">The counter it was sealed with.</param>
    /// <param name="associated">What is vouched for.</param>
    /// <param name="box">What was sealed, from the network.</param>
    /// <param name="plain">Where to write: as long as <paramref name="box"/> without the tag. May begin where box does. Of no meaning after false.</param>
    /// <returns>False: not sealed with this key, counter and data.</returns>
    bool TryOpen(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> box, Span<byte> plain);
}
