namespace Lamina.Cli.Tools.Netcat;

/// <summary>
/// The payload of nc: the <see cref="ToolHeader"/>, then bytes of the stream. The end of a side's input is a message of
/// its own, so that the other direction goes on: half-close needs nothing of the flow.
/// </summary>
internal static class NetcatMessage
{
    public const byte Data = 0;
    public const byte End = 1;

    /// <summary>Bytes of the stream in one message of full size.</summary>
    public const int MaxData = 64 * 1024;

    private const uint Magic = 0x4C4E_4341; // "LNCA"

    public static void WriteHeader(Span<byte> message, byte kind) => ToolHeader.Write(message, Magic, kind);

    public static bool TryRead(ReadOnlySpan<byte> message, out byte kind) => ToolHeader.TryRead(message, Magic, out kind) && kind <= End;
}
