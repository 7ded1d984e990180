using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>One number for all that was ever sent: when, from where, to where, and every byte. Equal runs have equal ones.</summary>
internal sealed class TraceHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Datagrams that went in.</summary>
    public long Datagrams { get; private set; }

    public void Add(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[48];
        BinaryPrimitives.WriteInt64BigEndian(head, at.Nanoseconds);
        BinaryPrimitives.WriteUInt128BigEndian(head[8..], from.Address);
        BinaryPrimitives.WriteUInt16BigEndian(head[24..], from.Port);
        BinaryPrimitives.WriteUInt128BigEndian(head[26..], to.Address);
        BinaryPrimitives.WriteUInt16BigEndian(head[42..], to.Port);
        BinaryPrimitives.WriteInt32BigEndian(head[44..], bytes.Length);
        _hash.AppendData(head);
        _hash.AppendData(bytes);
        Datagrams++;
    }

    /// <summary>The hash so far, in hexadecimal.</summary>
    public string Current => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
