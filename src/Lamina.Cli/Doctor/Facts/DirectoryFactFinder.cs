namespace Lamina.Cli.Doctor.Facts;

/// <summary>Looks at a directory, or at where it would be made.</summary>
internal static class DirectoryFactFinder
{
    public static DirectoryFacts Find(string path)
    {
        string existing = NearestThatExists(path);
        return new DirectoryFacts(path, Directory.Exists(path), IsWritable(existing))
        {
            FreeBytes = FreeBytesOf(existing),
            IsOpenToAll = !OperatingSystem.IsWindows() && existing == path
                && (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0
                && (File.GetUnixFileMode(path) & UnixFileMode.StickyBit) == 0,
        };
    }

    private static string NearestThatExists(string path)
    {
        string at = Path.GetFullPath(path);
        while (!Directory.Exists(at) && !File.Exists(at) && Path.GetDirectoryName(at) is { } above)
        {
            at = above;
        }

        return at;
    }

    /// <summary>Tried, because modes do not tell of read-only disks and of lists of access.</summary>
    private static bool IsWritable(string directory)
    {
        try
        {
            using FileStream probe = new(
                Path.Combine(directory, $".lamina-doctor-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long? FreeBytesOf(string path)
    {
        try
        {
            return new DriveInfo(path).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
