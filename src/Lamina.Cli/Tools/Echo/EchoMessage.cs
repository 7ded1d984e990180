using System.Text;

namespace Lamina.Cli.Tools.Echo;

/// <summary>The payload of echo: the <see cref="ToolHeader"/> (kind 0: from the client, 1: back), then text in UTF-8.</summary>
internal static class EchoMessage
{
    /// <summary>Longest text, in bytes.</summary>
    public const int MaxText = 60_000;

    private const uint Magic = 0x4C45_4348; // "LECH"

    public static byte[] Write(bool isReply, string text)
    {
        byte[] message = new byte[ToolHeader.Length + Encoding.UTF8.GetByteCount(text)];
        ToolHeader.Write(message, Magic, isReply ? (byte)1 : (byte)0);
        Encoding.UTF8.GetBytes(text, message.AsSpan(ToolHeader.Length));
        return message;
    }

    public static bool TryRead(ReadOnlySpan<byte> message, bool isReply, out string text)
    {
        text = "";
        if (!ToolHeader.TryRead(message, Magic, out byte kind) || kind != (isReply ? 1 : 0))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(message[ToolHeader.Length..]);
        return true;
    }
}
