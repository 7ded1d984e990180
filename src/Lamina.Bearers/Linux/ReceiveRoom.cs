using System.Net.Sockets;

namespace Lamina.Bearers.Linux;

/// <summary>
/// How much may wait in a UDP socket until it is read. What finds no room there is lost, and nobody on the way is told: so it holds what
/// congestion policies let stand in a queue that they do not see (20 ms of growth), or they would never learn of the queue.
/// </summary>
internal static class ReceiveRoom
{
    /// <summary>What is asked for: 20 ms at 6 Gbit/s. The system doubles it, since it counts its own overhead in.</summary>
    public const int Bytes = 16 << 20;

    /// <summary>Asks for it; a process without CAP_NET_ADMIN gets no more than net.core.rmem_max.</summary>
    public static void Ask(Socket socket)
    {
        socket.ReceiveBufferSize = Bytes;
        try
        {
            socket.SetRawSocketOption(LibC.SolSocket, LibC.ReceiveBufferForce, BitConverter.GetBytes(Bytes));
        }
        catch (SocketException)
        {
            // Without the capability what was given stands; doctor says what to set.
        }
    }
}
