using System.Buffers.Binary;

namespace Lamina.Fuzz.Machines;

/// <summary>An input that is a talk: several messages, each with its length (16 bits) before it. So mutation can drop, double and exchange whole ones.</summary>
internal static class Messages
{
    private const int Most = 24;

    public static byte[] Write(params IEnumerable<byte[]> messages)
    {
        var input = new List<byte>();
        foreach (byte[] message in messages)
        {
            input.Add((byte)(message.Length >> 8));
            input.Add((byte)message.Length);
            input.AddRange(message);
        }

        return [.. input];
    }

    /// <summary>As far as it can be read; what is cut at the end is a message of what is there.</summary>
    public static List<byte[]> Read(ReadOnlySpan<byte> input)
    {
        var messages = new List<byte[]>();
        while (input.Length >= sizeof(ushort) && messages.Count < Most)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input), input.Length - sizeof(ushort));
            messages.Add(input.Slice(sizeof(ushort), length).ToArray());
            input = input[(sizeof(ushort) + length)..];
        }

        return messages;
    }
}
