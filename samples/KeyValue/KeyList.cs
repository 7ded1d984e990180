using System.Buffers.Binary;
using System.Text;

namespace KeyValue;

/// <summary>Keys in the value of an answer: each has its length in 2 bytes before it.</summary>
internal static class KeyList
{
    /// <summary>The first of them, as many as fit; the client asks for the rest.</summary>
    public static byte[] Encode(IEnumerable<string> keys, int room)
    {
        using var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        foreach (string key in keys)
        {
            byte[] encoded = Encoding.UTF8.GetBytes(key);
            if (bytes.Length + length.Length + encoded.Length > room)
            {
                break;
            }

            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)encoded.Length);
            bytes.Write(length);
            bytes.Write(encoded);
        }

        return bytes.ToArray();
    }

    public static List<string> Decode(ReadOnlySpan<byte> bytes)
    {
        List<string> keys = [];
        while (bytes.Length >= 2 && bytes.Length - 2 >= BinaryPrimitives.ReadUInt16BigEndian(bytes))
        {
            int end = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes);
            keys.Add(Encoding.UTF8.GetString(bytes[2..end]));
            bytes = bytes[end..];
        }

        return keys;
    }
}
