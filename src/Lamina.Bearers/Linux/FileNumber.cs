namespace Lamina.Bearers.Linux;

/// <summary>The number of a file or directory on its disk (inode): a copy has another one, a renamed file keeps it.</summary>
public static unsafe class FileNumber
{
    /// <summary>The number; null where the system does not say.</summary>
    public static ulong? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<byte> status = stackalloc byte[LibC.FileStatusSize];
        try
        {
            fixed (byte* target = status)
            {
                return LibC.GetFileStatus(LibC.WorkingDirectory, path, 0, LibC.AskInode, target) == 0
                    ? BitConverter.ToUInt64(status[LibC.FileStatusInode..])
                    : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library before statx (glibc 2.28).
            return null;
        }
    }
}
