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
internal static class HandshakePayload
{
    public const int Overhead = 2;

    public static byte[] Write(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> inner)
    {
        byte[] payload = new byte[Overhead + credential.Length + inner.Length];
        var writer = new SpanWriter(payload);
        writer.WriteUInt16((ushort)credential.Length);
        writer.WriteBytes(credential);
        writer.WriteBytes(inner);
        return payload;
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> credential, out ReadOnlySpan<byte> inner)
    {
        var reader = new SpanReader(payload);
        credential = reader.ReadBytes(reader.ReadUInt16());
        inner = reader.Failed ? default : reader.Rest;
        return !reader.Failed;
    }
}
