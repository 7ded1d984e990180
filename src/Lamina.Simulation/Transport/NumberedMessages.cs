using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Simulation.Transport;

/// <summary>
/// Messages that tell where they belong: a number, and bytes that depend on it. Cheap to make and to compare: each takes its bytes from
/// another place of one random block.
/// </summary>
internal static class NumberedMessages
{
    /// <summary>Bytes of the shortest.</summary>
    public const int Shortest = 8;

    /// <summary>Bytes of the longest.</summary>
    public const int Longest = 64 * 1024;

    private const int Places = 4093;
    private const int Step = 61;

    private static readonly byte[] Block = Draw();

    /// <summary>Makes the message of a number.</summary>
    public static void Fill(Span<byte> message, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(message, number);
        BytesOf(message.Length, number).CopyTo(message[Shortest..]);
    }

    /// <summary>True where it is the message of that number in every byte.</summary>
    public static bool Matches(ReadOnlySpan<byte> message, long number) =>
        message.Length >= Shortest && NumberOf(message) == number
        && message[Shortest..].SequenceEqual(BytesOf(message.Length, number));

    /// <summary>The number that it bears.</summary>
    public static long NumberOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadInt64BigEndian(message);

    private static ReadOnlySpan<byte> BytesOf(int length, long number) =>
        Block.AsSpan((int)(number * Step % Places), length - Shortest);

    private static byte[] Draw()
    {
        byte[] block = new byte[Longest + Places];
        new SeededRandom(1).Fill(block);
        return block;
    }
}
