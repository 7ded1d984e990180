namespace Lamina.Daemon.Authorities;

/// <summary>Says that files of a directory have changed, as soon as the system tells; where it cannot, who waits looks from time to time all the same.</summary>
internal sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly FileSystemWatcher? _watcher;

    /// <summary>Begins to listen; makes the directory where there is none.</summary>
    public ChangeSignal(string directory)
    {
        try
        {
            Hosting.State.StateFiles.CreateDirectory(directory);
            _watcher = new FileSystemWatcher(directory, "*" + MembershipFiles.Ending) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
            _watcher.Renamed += (_, _) => Note();
            _watcher.Changed += (_, _) => Note();
            _watcher.Created += (_, _) => Note();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No more watches for this user, or no directory: then by the clock alone.
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Waits for a change, or until the time is over.</summary>
    /// <returns>False: it was cancelled.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancel)
    {
        try
        {
            await _changed.WaitAsync(longest, cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        _changed.Dispose();
    }

    private void Note()
    {
        try
        {
            _changed.Release();
        }
        catch (Exception enough) when (enough is SemaphoreFullException or ObjectDisposedException)
        {
            // Said already, or nobody listens any more.
        }
    }
}
