using System.Text;
using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Fields that several messages carry.
/// <code>
/// text:  length 2 | UTF-8             (names: length 1)
/// peer:  length 1 | key hash          length 0: nobody proved anything
/// qos:   30 bytes, see QosCodec
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

    private static void Utf8Cut(string value, Span<byte> target, out int length) =>
        Encoding.UTF8.GetEncoder().Convert(value, target, flush: true, out _, out length, out _);
}
