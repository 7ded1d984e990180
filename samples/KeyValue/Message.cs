using System.Buffers.Binary;
using System.Text;
using Lamina;

namespace KeyValue;

/// <summary>
/// A request, an answer or a change. On the wire: kind in 1 byte, number in 4, length of the key in 2, key, value. Nothing
/// says how long the message is: the flow keeps messages as they were written.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">The request's, chosen by the client.</param>
/// <param name="Key">In UTF-8 at most <see cref="MaxKey"/> bytes.</param>
/// <param name="Value">The rest of the message.</param>
internal readonly record struct Message(MessageKind Kind, uint Number, string Key, byte[] Value)
{
    /// <summary>Goes with the allocation of a flow, so that strangers are refused before they have said anything.</summary>
    public static readonly ReadOnlyMemory<byte> Version = "kv/1"u8.ToArray();

    /// <summary>Bytes of the longest key.</summary>
    public const int MaxKey = 1024;

    private const int Longest = 1 << 20;
    private const int HeaderLength = 7;

    /// <summary>Most bytes that a message is longer than its value.</summary>
    public const int Overhead = HeaderLength + MaxKey;

    /// <summary>Bytes of the longest message on a flow: both sides hold one whole.</summary>
    public static int LongestOn(Flow flow) => Math.Min(Longest, flow.MaxMessageSize);

    public byte[] ToBytes()
    {
        int key = Encoding.UTF8.GetByteCount(Key);
        byte[] bytes = new byte[HeaderLength + key + Value.Length];
        bytes[0] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), Number);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(5), (ushort)key);
        Encoding.UTF8.GetBytes(Key, bytes.AsSpan(HeaderLength));
        Value.CopyTo(bytes.AsSpan(HeaderLength + key));
        return bytes;
    }

    /// <summary>False: the other side does not speak this protocol.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Message message)
    {
        message = default;
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]) is var key && (key > MaxKey || bytes.Length < HeaderLength + key))
        {
            return false;
        }

        message = new Message(
            (MessageKind)bytes[0],
            BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]),
            Encoding.UTF8.GetString(bytes.Slice(HeaderLength, key)),
            bytes[(HeaderLength + key)..].ToArray());
        return true;
    }
}
