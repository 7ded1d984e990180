using System.Net.Sockets;

namespace Lamina.Daemon.Hosting;

/// <summary>A stack's directory or sockets cannot be made.</summary>
public sealed class StackPlaceException(StackPaths paths, Exception cause)
    : Exception($"stack {paths.Name} cannot have its sockets in {paths.Directory}: {Reason(cause)}", cause)
{
    /// <summary>True where the system did not permit it.</summary>
    public bool IsDenied { get; } = cause is UnauthorizedAccessException or SocketException { SocketErrorCode: SocketError.AccessDenied };

    /// <summary>True for what the system says when a place is no good.</summary>
    public static bool Covers(Exception failure) => failure is IOException or UnauthorizedAccessException or SocketException;

    private static string Reason(Exception cause) => cause switch
    {
        // The runtime has no name for "no space left" on a socket's address.
        SocketException { SocketErrorCode: SocketError.SocketError } => "a socket cannot be made there; is the disk full?",
        DirectoryNotFoundException => "a part of the path is no directory",
        _ => (cause.InnerException ?? cause).Message,
    };
}
