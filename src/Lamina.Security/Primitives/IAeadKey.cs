namespace Lamina.Security.Primitives;

/// <summary>
/// A key that is set up. The nonce is a counter, in the encoding of the cipher's Noise function (revision 34, 12): who calls
/// never gives one counter to <see cref="Seal(ulong, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte}, Span{byte})"/> twice. One
/// thread at a time.
/// </summary>
public interface IAeadKey : IDisposable
{
    /// <summary>Seals; the tag goes where it is wanted.</summary>
    /// <param name="counter">Never the same again under this key.</param>
    /// <param name="associated">What is vouched for, and not hidden.</param>
    /// <param name="plain">What is hidden.</param>
    /// <param name="text">Where to write: as long as <paramref name="plain"/>, and may be the same memory.</param>
    /// <param name="tag">Where to write the tag, <see cref="IAead.TagLength"/> bytes; elsewhere.</param>
    void Seal(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain, Span<byte> text, Span<byte> tag);

    /// <summary>Opens what was sealed.</summary>
    /// <param name="counter">The counter it was sealed with.</param>
    /// <param name="associated">What is vouched for.</param>
    /// <param name="text">What was sealed, from the network.</param>
    /// <param name="tag">Its tag, from the network; <see cref="IAead.TagLength"/> bytes.</param>
    /// <param name="plain">Where to write: as long as <paramref name="text"/>, and may be the same memory. Of no meaning after false.</param>
    /// <returns>False: not sealed with this key, counter and data.</returns>
    bool TryOpen(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag, Span<byte> plain);

    /// <summary>Seals, with the tag behind.</summary>
    /// <param name="counter">Never the same again under this key.</param>
    /// <param name="associated">What is vouched for, and not hidden.</param>
    /// <param name="plain">What is hidden.</param>
    /// <param name="box">Where to write: as long as <paramref name="plain"/> and <see cref="IAead.TagLength"/>. May begin where plain does.</param>
    void Seal(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain, Span<byte> box) =>
        Seal(counter, associated, plain, box[..plain.Length], box[plain.Length..]);

    /// <summary>Opens what has its tag behind.</summary>
    /// <param name="counter">The counter it was sealed with.</param>
    /// <param name="associated">What is vouched for.</param>
    /// <param name="box">What was sealed, from the network.</param>
    /// <param name="plain">Where to write: as long as <paramref name="box"/> without the tag. May begin where box does. Of no meaning after false.</param>
    /// <returns>False: not sealed with this key, counter and data.</returns>
    bool TryOpen(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> box, Span<byte> plain)
    {
        int length = box.Length - IAead.TagLength;
        return length >= 0 && TryOpen(counter, associated, box[..length], box[length..], plain);
    }
}
