namespace Lamina.Node.Capture;

/// <summary>What is to be captured.</summary>
/// <param name="Ipcps">Bearers, by name; none: every port of the stack, those opened later included.</param>
public sealed record CaptureSettings(IReadOnlyList<string> Ipcps)
{
    /// <summary>Largest <see cref="SnapLength"/>.</summary>
    public const int MaxSnapLength = 65535;

    /// <summary>Packets after which it ends; 0 (default): none.</summary>
    public long Count { get; init; }

    /// <summary>Most bytes of an IP packet that are kept; 0 (default): all.</summary>
    public int SnapLength { get; init; }

    /// <summary>Bytes that wait for the reader at most; what finds no room is dropped and counted. Default 4 MiB.</summary>
    public int BufferLimit { get; init; } = 4 << 20;
}
