using Lamina.Bearers.Linux;

namespace Lamina.Daemon.Hosting.State;

/// <summary>How files of the state directory are: their owner's alone.</summary>
internal static class StateFiles
{
    public const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnerEnters = OwnerReads | UnixFileMode.UserExecute;

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerEnters);
    }

    /// <summary>
    /// Where nothing new can be made, nothing is kept: that is said at the start, and not found out by members that come back as somebody else.
    /// A full disk is another thing: it may have room again.
    /// </summary>
    public static void ProbeWriting(string path)
    {
        try
        {
            using FileStream probe = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            // Full, or broken: what must be written says so itself.
        }
    }

    /// <summary>Replaces a file; whoever is killed leaves the old one, none, or the new one.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content) => DurableFile.Write(path, content, OwnerReads);

    /// <summary>Takes a secret back from others than its owner.</summary>
    /// <returns>True where others could read it until now.</returns>
    public static bool Protect(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerReads) == 0)
        {
            return false;
        }

        File.SetUnixFileMode(path, OwnerReads);
        return true;
    }
}
