using System.Text;
using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>Names in records: a length and UTF-8, cut where it is long; what would command a terminal is taken out.</summary>
internal static class TraceText
{
    public const int MaxLength = 64;

    public static void Write(ref SpanWriter writer, string text)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        Encoding.UTF8.TryGetBytes(text, bytes, out int length);
        if (length == 0 && text.Length > 0)
        {
            // Too long as a whole: as many characters as there is room for.
            Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: false, out _, out length, out _);
        }

        writer.WriteByte((byte)length);
        writer.WriteBytes(bytes[..length]);
    }

    public static string Take(ref SpanReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes(Math.Min((int)reader.ReadByte(), MaxLength));
        string text = Encoding.UTF8.GetString(bytes);
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
    }
}
