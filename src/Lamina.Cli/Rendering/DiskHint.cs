namespace Lamina.Cli.Rendering;

/// <summary>What to try where something could not be written.</summary>
internal static class DiskHint
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT

    public static bool IsFull(Exception failure) => failure.HResult is NoSpace or OverQuota || (failure.InnerException is { } inner && IsFull(inner));

    /// <param name="failure">What the system said.</param>
    /// <param name="path">What was to be written; its disk is looked at where it is full.</param>
    /// <param name="otherwise">Where the disk is not the reason.</param>
    public static string For(Exception failure, string path, string otherwise) => IsFull(failure) ? $"df -h {Directory(path)}" : otherwise;

    private static string Directory(string path) =>
        System.IO.Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
}
