using System.Text;
using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Fields that several messages carry.
/// <code>
/// text:  length 2 | UTF-8             (names: length 1)
/// peer:  length 1 | key hash          length 0: nobody proved anything
/// qos:   30 bytes, see QosCodec
/// keys:  length 1 | cipher 1, key to send with 32, key to receive with 32          length 0: the flow is not sealed
/// rest:  whatever follows, to the end of the message
/// </code>
/// </summary>
internal static class AttachFields
{
    public static void WriteName(ref SpanWriter writer, string value)
    {
        Span<byte> text = stackalloc byte[Name.MaxLength];
        bool fits = Encoding.UTF8.TryGetBytes(value, text, out int length);
        writer.WriteByte((byte)(fits ? length : 0));
        writer.WriteBytes(text[..(fits ? length : 0)]);
    }

    public static string ReadText(ref SpanReader reader, int length) => Encoding.UTF8.GetString(reader.ReadBytes(length));

    public static bool TryReadName(ref SpanReader reader, out Name name) =>
        Name.TryParse(ReadText(ref reader, reader.ReadByte()), out name) && !reader.Failed;

    public static void WriteText(ref SpanWriter writer, string value)
    {
        Span<byte> text = stackalloc byte[AttachProtocol.MaxTextLength];
        Utf8Cut(value, text, out int length);
        writer.WriteUInt16((ushort)length);
        writer.WriteBytes(text[..length]);
    }

    public static void WritePeer(ref SpanWriter writer, PeerIdentity peer)
    {
        Span<byte> hash = stackalloc byte[NameHash.MaxLength];
        peer.KeyHash.CopyTo(hash);
        writer.WriteByte((byte)peer.KeyHash.Length);
        writer.WriteBytes(hash[..peer.KeyHash.Length]);
    }

    public static bool TryReadPeer(ref SpanReader reader, out PeerIdentity peer)
    {
        peer = PeerIdentity.Anonymous;
        ReadOnlySpan<byte> bytes = reader.ReadBytes(reader.ReadByte());
        if (bytes.IsEmpty)
        {
            return !reader.Failed;
        }

        bool isHash = NameHash.TryFromBytes(bytes, out NameHash hash);
        peer = new PeerIdentity(hash);
        return isHash && !reader.Failed;
    }

    public static void WriteKeys(ref SpanWriter writer, ReadOnlySpan<byte> keys)
    {
        writer.WriteByte((byte)keys.Length);
        writer.WriteBytes(keys);
    }

    public static bool TryReadKeys(scoped ref SpanReader reader, out ReadOnlySpan<byte> keys)
    {
        keys = reader.ReadBytes(reader.ReadByte());
        return !reader.Failed && keys.Length is 0 or AttachProtocol.KeysLength;
    }

    private static void Utf8Cut(string value, Span<byte> target, out int length) =>
        Encoding.UTF8.GetEncoder().Convert(value, target, flush: true, out _, out length, out _);
}
