using System.Buffers.Binary;

namespace Lamina.Cli.Tools.Ping;

/// <summary>
/// The payload of ping, after the <see cref="ToolHeader"/>; the rest is filler that the server sends back as it is.
/// <code>
/// +---------------------------------------------------------------+
/// |                        sequence number                        |
/// +---------------------------------------------------------------+
/// |              sender's clock, ticks of 100 ns (64 bits)        |
/// |                                                               |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
internal readonly record struct PingMessage(bool IsReply, uint Sequence, long SentAt)
{
    public const int Length = ToolHeader.Length + 12;

    private const uint Magic = 0x4C50_494E; // "LPIN"

    public void Write(Span<byte> target)
    {
        ToolHeader.Write(target, Magic, IsReply ? (byte)1 : (byte)0);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], Sequence);
        BinaryPrimitives.WriteInt64BigEndian(target[12..], SentAt);
    }

    public static bool TryRead(ReadOnlySpan<byte> message, out PingMessage ping)
    {
        ping = default;
        if (message.Length < Length || !ToolHeader.TryRead(message, Magic, out byte kind) || kind > 1)
        {
            return false;
        }

        ping = new PingMessage(
            kind == 1, BinaryPrimitives.ReadUInt32BigEndian(message[8..]), BinaryPrimitives.ReadInt64BigEndian(message[12..]));
        return true;
    }
}
