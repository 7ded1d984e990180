using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;

namespace Lamina.Bearers.Managed;

/// <summary>
/// A wake-up that Socket.Select can wait for: a UDP socket on loopback, connected to itself. The system hands it what it sent itself, and nobody
/// else's datagrams.
/// </summary>
internal sealed class LoopbackWakeUp : IOwnWakeUp
{
    private readonly Socket _socket;

    /// <exception cref="SocketException">There is no loopback, or no port left.</exception>
    public LoopbackWakeUp()
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _socket.Connect(_socket.LocalEndPoint!);
            _socket.Blocking = false;
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public SafeHandle Descriptor => _socket.SafeHandle;

    public Socket Socket => _socket;

    public void Signal()
    {
        try
        {
            ReadOnlySpan<byte> one = [1];
            _socket.Send(one);
        }
        catch (SocketException)
        {
            // It is full, so readable already.
        }
    }

    public bool TryDrain()
    {
        Span<byte> one = stackalloc byte[1];
        try
        {
            while (_socket.Poll(0, SelectMode.SelectRead))
            {
                _socket.Receive(one);
            }
        }
        catch (SocketException)
        {
            // Somebody else drained it in between.
        }

        return true;
    }

    public bool Wait(TimeSpan timeout) => _socket.Poll(timeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();
}
