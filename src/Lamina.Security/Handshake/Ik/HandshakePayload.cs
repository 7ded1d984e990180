using Lamina.Core;

namespace Lamina.Security.Handshake.Ik;

/// <summary>
/// What is sealed in each message:
/// <code>
///  +------------------------+------------+----------------+
///  | credential length u16  | credential | inner, the rest |
///  +------------------------+------------+----------------+
/// </code>
/// </summary>
public static class HandshakePayload
{
    /// <summary>Bytes besides both.</summary>
    public const int Overhead = 2;

    /// <summary>Puts both together.</summary>
    public static byte[] Write(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> inner)
    {
        byte[] payload = new byte[Overhead + credential.Length + inner.Length];
        var writer = new SpanWriter(payload);
        writer.WriteUInt16((ushort)credential.Length);
        writer.WriteBytes(credential);
        writer.WriteBytes(inner);
        return payload;
    }

    /// <summary>Takes both apart; false where the payload is shorter than it says.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> credential, out ReadOnlySpan<byte> inner)
    {
        var reader = new SpanReader(payload);
        credential = reader.ReadBytes(reader.ReadUInt16());
        inner = reader.Failed ? default : reader.Rest;
        return !reader.Failed;
    }
}
