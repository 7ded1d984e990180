namespace Lamina.Fuzz.Mutation;

/// <summary>A field of a protobuf message: its bytes, tag and all.</summary>
/// <param name="At">Where its tag begins.</param>
/// <param name="Body">Where what is behind the tag begins; behind the length, where there is one.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Tag">Number and wire type.</param>
internal readonly record struct ProtobufField(int At, int Body, int End, ulong Tag)
{
    private const int Delimited = 2;

    /// <summary>True where a length is between tag and body: a text, bytes, or a message of its own.</summary>
    public bool IsDelimited => (Tag & 7) == Delimited;

    /// <summary>The fields of a message; null where it is none.</summary>
    public static List<ProtobufField>? Split(ReadOnlySpan<byte> message, int offset)
    {
        var fields = new List<ProtobufField>();
        for (int at = offset; at < message.Length;)
        {
            int position = at;
            if (!TryRead(message, ref position, out ulong tag) || tag >> 3 is 0 or > 100)
            {
                return null;
            }

            int body = position;
            switch (tag & 7)
            {
                case 0 when TryRead(message, ref position, out _):
                    break;
                case 1:
                    position += 8;
                    break;
                case Delimited when TryRead(message, ref position, out ulong length) && length <= (ulong)(message.Length - position):
                    body = position;
                    position += (int)length;
                    break;
                case 5:
                    position += 4;
                    break;
                default:
                    return null;
            }

            if (position > message.Length)
            {
                return null;
            }

            fields.Add(new(at, body, position, tag));
            at = position;
        }

        return fields.Count == 0 ? null : fields;
    }

    /// <summary>A number as protobuf writes it.</summary>
    public static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static bool TryRead(ReadOnlySpan<byte> message, ref int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && position < message.Length; shift += 7)
        {
            byte next = message[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
