using System.Buffers.Binary;

namespace Lamina.Cli.Tools;

/// <summary>
/// What the payloads of all tools begin with, so that a tool that reached the server of another one hears silence and
/// not nonsense.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------------------------------------------------------+
/// |                             magic                             |
/// +---------------+---------------+-------------------------------+
/// |     kind      |    version    |          reserved, 0          |
/// +---------------+---------------+-------------------------------+
/// </code>
/// </summary>
internal static class ToolHeader
{
    public const int Length = 8;

    private const byte Version = 1;

    public static void Write(Span<byte> target, uint magic, byte kind)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, magic);
        target[4] = kind;
        target[5] = Version;
        target[6] = 0;
        target[7] = 0;
    }

    /// <summary>False where the message is another tool's, or of a version that this one does not know.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, uint magic, out byte kind)
    {
        kind = 0;
        if (message.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(message) != magic || message[5] != Version)
        {
            return false;
        }

        kind = message[4];
        return true;
    }
}
