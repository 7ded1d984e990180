using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Node.Driving;

/// <summary>The system's generator, asked for a page at a time: identifiers are drawn per flow, and must not be guessed.</summary>
public sealed class SystemRandom : IRandomSource
{
    private readonly byte[] _page = new byte[512];
    private int _used = 512;

    /// <inheritdoc/>
    public ulong NextUInt64()
    {
        Span<byte> number = stackalloc byte[8];
        Fill(number);
        return BinaryPrimitives.ReadUInt64BigEndian(number);
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        if (bytes.Length > _page.Length)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        if (bytes.Length > _page.Length - _used)
        {
            RandomNumberGenerator.Fill(_page);
            _used = 0;
        }

        // What was given out is forgotten here.
        Span<byte> fresh = _page.AsSpan(_used, bytes.Length);
        fresh.CopyTo(bytes);
        fresh.Clear();
        _used += bytes.Length;
    }
}
