using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>
/// One number for all that was ever sent: when, from where, to where, and every byte. Equal runs have equal ones. What is
/// sent is gathered and hashed in large blocks: a call for each datagram would cost more than the hash.
/// </summary>
internal sealed class TraceHash : IDisposable
{
    private const int HeadLength = 48;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _gathered = new byte[64 * 1024];
    private int _length;

    /// <summary>Datagrams that went in.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    public void Add(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes)
    {
        if (_length + HeadLength + bytes.Length > _gathered.Length)
        {
            Flush();
        }

        Span<byte> head = _gathered.AsSpan(_length);
        BinaryPrimitives.WriteInt64BigEndian(head, at.Nanoseconds);
        BinaryPrimitives.WriteUInt128BigEndian(head[8..], from.Address);
        BinaryPrimitives.WriteUInt16BigEndian(head[24..], from.Port);
        BinaryPrimitives.WriteUInt128BigEndian(head[26..], to.Address);
        BinaryPrimitives.WriteUInt16BigEndian(head[42..], to.Port);
        BinaryPrimitives.WriteInt32BigEndian(head[44..], bytes.Length);
        bytes.CopyTo(head[HeadLength..]);
        _length += HeadLength + bytes.Length;
        Datagrams++;
        Bytes += bytes.Length;
    }

    /// <summary>The hash so far, in hexadecimal.</summary>
    public string Current
    {
        get
        {
            Flush();
            return Convert.ToHexStringLower(_hash.GetCurrentHash());
        }
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_gathered, 0, _length);
        _length = 0;
    }
}
