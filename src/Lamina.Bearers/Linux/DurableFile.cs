namespace Lamina.Bearers.Linux;

/// <summary>Files that are whole whenever the power fails: the old one, none, or the new one.</summary>
public static class DurableFile
{
    /// <summary>Replaces a file. The caller is the only one who writes it.</summary>
    /// <exception cref="IOException">The disk is full, or there is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        string next = path + ".new";
        // What a killed writer left may have another mode.
        File.Delete(next);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            using (FileStream file = new(next, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }

        SynchronizeDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>The name in the directory is on the disk too.</summary>
    private static void SynchronizeDirectory(string directory)
    {
        // Other systems have no such call for directories, or need none.
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = LibC.Open(directory, LibC.OpenReadOnly | LibC.OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw LibC.Failure("open");
        }

        try
        {
            if (LibC.Synchronize(descriptor) != 0)
            {
                throw LibC.Failure("fsync");
            }
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }
}
