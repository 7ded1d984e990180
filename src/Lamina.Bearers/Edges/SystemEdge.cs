using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Managed;

namespace Lamina.Bearers.Edges;

/// <summary>
/// What a stack asks of the system: to be woken, to wait for many sources, and UDP sockets that take trains. Linux gives the fast ones; elsewhere,
/// and where <see cref="Variable"/> says so, they are made of System.Net.Sockets alone. Nothing above asks where it runs.
/// Design: docs/design/FALLBACKS.md.
/// </summary>
public abstract class SystemEdge
{
    /// <summary>The environment variable that chooses <see cref="ManagedEdge"/> on Linux too, by the word <c>managed</c>.</summary>
    public const string Variable = "LAMINA_SOCKETS";

    /// <summary>The one of this process.</summary>
    public static SystemEdge Present { get; } = OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) != "managed"
        ? LinuxEdge.Instance
        : ManagedEdge.Instance;

    /// <summary>
    /// True where any descriptor can be waited for; false where only sockets can (<see cref="IPollSource.Socket"/>), and one that is closed under
    /// a wait is not closed before the wait has ended.
    /// </summary>
    public abstract bool WaitsForDescriptors { get; }

    /// <summary>A new wake-up of this process's own.</summary>
    /// <exception cref="IOException">The system has none left.</exception>
    /// <exception cref="SocketException">As before.</exception>
    public abstract IOwnWakeUp NewWakeUp();

    /// <summary>A new way to wait for many sources.</summary>
    public abstract ISourceWait NewWait();

    /// <summary>Takes a bound UDP socket over.</summary>
    /// <exception cref="SocketException">The socket is closed.</exception>
    public abstract IUdpSocket Over(Socket socket);
}
