using System.Globalization;
using System.Net.Sockets;
using Lamina.Bearers.Linux;

namespace Lamina.Node.Access;

/// <summary>Who is at the other end of a Unix socket, by the kernel's word.</summary>
/// <param name="User">Its user.</param>
/// <param name="Groups">All of its groups when it connected.</param>
/// <param name="Process">Its process id.</param>
public sealed record Caller(uint User, IReadOnlyList<uint> Groups, int Process)
{
    /// <summary>Reads it from a connected socket.</summary>
    /// <exception cref="SocketException">It has hung up, or is no Unix socket.</exception>
    public static Caller Of(Socket socket)
    {
        PeerProcess peer = PeerCredentials.Of(socket);
        return new Caller(peer.UserId, PeerCredentials.GroupsOf(socket), peer.ProcessId);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"user {User}");
}
