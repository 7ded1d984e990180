using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>Who is at the other end of a Unix socket, as the kernel noted when it connected: nobody can say it himself.</summary>
public static class PeerCredentials
{
    private const int PeerGroups = 59; // SO_PEERGROUPS, Linux 4.13
    private const int UsualGroups = 64;
    private const int MostGroups = 65536; // NGROUPS_MAX

    /// <summary>The process and its effective user and group.</summary>
    /// <exception cref="SocketException">It is no connected Unix socket.</exception>
    public static PeerProcess Of(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(LibC.SolSocket, LibC.PeerCredentials, credentials);
        return new PeerProcess(
            BitConverter.ToInt32(credentials), BitConverter.ToUInt32(credentials[4..]), BitConverter.ToUInt32(credentials[8..]));
    }

    /// <summary>All of its groups; the effective one alone where the system does not say.</summary>
    public static uint[] GroupsOf(Socket socket)
    {
        uint effective = Of(socket).GroupId;
        Span<uint> usual = stackalloc uint[UsualGroups];
        if (TryRead(socket, usual, out int count))
        {
            return [effective, .. usual[..count]];
        }

        uint[] many = ArrayPool<uint>.Shared.Rent(MostGroups);
        try
        {
            return TryRead(socket, many, out count) ? [effective, .. many.AsSpan(0, count)] : [effective];
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(many);
        }
    }

    private static bool TryRead(Socket socket, Span<uint> groups, out int count)
    {
        try
        {
            count = socket.GetRawSocketOption(LibC.SolSocket, PeerGroups, MemoryMarshal.AsBytes(groups)) / sizeof(uint);
            return true;
        }
        catch (SocketException)
        {
            // More than fit, or a system that does not know the question.
            count = 0;
            return false;
        }
    }
}
