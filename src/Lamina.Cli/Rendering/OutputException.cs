namespace Lamina.Cli.Rendering;

/// <summary>Standard output takes nothing more.</summary>
/// <param name="isReaderGone">True where its reader has closed it, as <c>head</c> does: nobody is left to be told.</param>
/// <param name="cause">What the system said.</param>
public sealed class OutputException(bool isReaderGone, Exception cause)
    : Exception($"standard output cannot be written: {(cause.InnerException ?? cause).Message}", cause)
{
    public bool IsReaderGone { get; } = isReaderGone;
}
