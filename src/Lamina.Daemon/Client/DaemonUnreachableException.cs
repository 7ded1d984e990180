using System.Net.Sockets;
using Lamina.Node.Access;

namespace Lamina.Daemon.Client;

/// <summary>Nobody answers on a stack's control socket, or this user may not open it.</summary>
public sealed class DaemonUnreachableException : Exception
{
    public DaemonUnreachableException(string socketPath, Exception inner)
        : base(IsRefusal(inner) ? $"no permission to open {socketPath}{(SocketGuard.WhoMayOpen(socketPath) is { } who ? $": its daemon lets in {who}" : "")}" : $"no daemon answers on {socketPath}", inner)
    {
        SocketPath = socketPath;
        IsDenied = IsRefusal(inner);
    }

    /// <summary>Where it was looked for.</summary>
    public string SocketPath { get; }

    /// <summary>True where the system did not permit it: there may well be a daemon.</summary>
    public bool IsDenied { get; }

    private static bool IsRefusal(Exception inner) =>
        inner.GetBaseException() is SocketException { SocketErrorCode: SocketError.AccessDenied };
}
