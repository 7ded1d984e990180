namespace Lamina.Daemon.Hosting;

/// <summary>
/// A stack's directory, held by this process: whoever has the lock owns the sockets in it. The lock dies with its holder,
/// so that sockets found under a lock that could be taken are stale and may be replaced.
/// </summary>
public sealed class StackDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly FileStream _lock;

    private StackDirectory(StackPaths paths, FileStream heldLock)
    {
        Paths = paths;
        _lock = heldLock;
    }

    /// <summary>The places in it.</summary>
    public StackPaths Paths { get; }

    /// <summary>Makes the directory, takes the lock and clears stale sockets away.</summary>
    /// <exception cref="StackBusyException">Another process holds it.</exception>
    /// <exception cref="StackPlaceException">It cannot be made, or not be written.</exception>
    public static StackDirectory Claim(StackPaths paths)
    {
        try
        {
            CreateDirectory(paths.Directory);
            FileStream heldLock = Lock(paths);
            File.Delete(paths.ControlSocket);
            File.Delete(paths.AttachSocket);
            return new StackDirectory(paths, heldLock);
        }
        catch (Exception failure) when (StackPlaceException.Covers(failure))
        {
            throw new StackPlaceException(paths, failure);
        }
    }

    private static FileStream Lock(StackPaths paths)
    {
        try
        {
            return new FileStream(paths.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (File.Exists(paths.LockFile))
        {
            throw new StackBusyException(paths, busy);
        }
    }

    /// <summary>Removes the sockets, then lets the lock go. The lock's file stays: removing it would race with the next holder.</summary>
    public void Dispose()
    {
        File.Delete(Paths.ControlSocket);
        File.Delete(Paths.AttachSocket);
        _lock.Dispose();
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? Everybody : OwnerOnly);
    }
}
