using System.Buffers.Binary;

namespace Lamina.Cli.Tools.Perf;

/// <summary>
/// The payload of perf, after the <see cref="ToolHeader"/>. A test: Start, Ready, Data for the agreed time, End, Result.
/// <code>
/// +---------------------------------------------------------------+
/// |      Start: duration in ms; Result: elapsed ns (64 bits)      |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |      Start: message size;   Result: messages (64 bits)        |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |      Start: direction;      Result: bytes (64 bits)           |
/// |                                                               |
/// +---------------------------------------------------------------+
/// </code>
/// Data, Ready and End carry the three fields as 0; Data is filled up to the message size.
/// </summary>
internal readonly record struct PerfMessage(PerfKind Kind, long First, long Second, long Third)
{
    public const int Length = ToolHeader.Length + 24;

    private const uint Magic = 0x4C50_4552; // "LPER"

    public void Write(Span<byte> target)
    {
        ToolHeader.Write(target, Magic, (byte)Kind);
        BinaryPrimitives.WriteInt64BigEndian(target[8..], First);
        BinaryPrimitives.WriteInt64BigEndian(target[16..], Second);
        BinaryPrimitives.WriteInt64BigEndian(target[24..], Third);
    }

    public byte[] ToArray()
    {
        byte[] message = new byte[Length];
        Write(message);
        return message;
    }

    public static bool TryRead(ReadOnlySpan<byte> message, out PerfMessage perf)
    {
        perf = default;
        if (message.Length < Length || !ToolHeader.TryRead(message, Magic, out byte kind) || kind > (byte)PerfKind.Result)
        {
            return false;
        }

        perf = new PerfMessage(
            (PerfKind)kind,
            BinaryPrimitives.ReadInt64BigEndian(message[8..]),
            BinaryPrimitives.ReadInt64BigEndian(message[16..]),
            BinaryPrimitives.ReadInt64BigEndian(message[24..]));
        return true;
    }
}
