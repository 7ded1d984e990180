namespace Lamina.Daemon.Client;

/// <summary>Nobody answers on a stack's control socket.</summary>
public sealed class DaemonUnreachableException(string socketPath, Exception inner)
    : Exception($"no daemon answers on {socketPath}", inner)
{
    /// <summary>Where it was looked for.</summary>
    public string SocketPath { get; } = socketPath;
}
