using Lamina;

namespace FileTransfer;

/// <summary>How long the messages are that carry the file.</summary>
internal static class Pieces
{
    /// <summary>A whole number of trains of packets on common layers.</summary>
    private const int Usual = 64_000;

    public static int LengthOn(Flow flow) => Math.Min(Usual, flow.MaxMessageSize);
}
