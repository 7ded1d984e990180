using System.Buffers.Binary;

namespace Lamina.Cli.Tools.Perf;

/// <summary>
/// The payload of perf, after the <see cref="ToolHeader"/>. A test: Start, Ready, Data as agreed, End, Result.
/// <code>
/// +---------------------------------------------------------------+
/// |   Start: ms, or bytes * -1; Result: elapsed ns (64 bits)      |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |      Start: message size;   Result: messages (64 bits)        |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |      Start: direction;      Result: bytes (64 bits)           |
/// |                                                               |
/// +---------------------------------------------------------------+
/// </code>
/// Data, Ready and End carry the three fields as 0; Data is filled up to the message size. Where the test goes by bytes, the first
/// field of Data is its number, and End has the SHA-256 of all Data behind its fields. Result: see <see cref="PerfTally"/>.
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
