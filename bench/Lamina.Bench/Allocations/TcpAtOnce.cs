using System.Net;
using System.Net.Sockets;
using Lamina.Bench.Measuring;

namespace Lamina.Bench.Allocations;

/// <summary>The kernel's answer: a TCP connection on loopback, 64 bytes there and back, and its end by a reset, which leaves no port waiting.</summary>
internal sealed class TcpAtOnce
{
    private readonly Socket _listener = NewSocket();

    private TcpAtOnce()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        _ = Task.Run(ServeAsync);
    }

    public static IMeasured Open()
    {
        var tcp = new TcpAtOnce();
        return new AtOnce(tcp.PassAsync, static () => Environment.CpuUsage.TotalTime, tcp._listener.Dispose);
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private async Task PassAsync()
    {
        byte[] message = new byte[Work.ShortLength];
        using Socket socket = NewSocket();
        socket.NoDelay = true;
        socket.LingerState = new LingerOption(true, 0);
        await socket.ConnectAsync(_listener.LocalEndPoint!).ConfigureAwait(false);
        await socket.SendAsync(message).ConfigureAwait(false);
        await socket.ReceiveAsync(message).ConfigureAwait(false);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync().ConfigureAwait(false);
                _ = Task.Run(() => AnswerAsync(socket));
            }
        }
        catch (SocketException)
        {
            // All is over.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }

    private static async Task AnswerAsync(Socket socket)
    {
        byte[] message = new byte[Work.ShortLength];
        using (socket)
        {
            try
            {
                int length = await socket.ReceiveAsync(message).ConfigureAwait(false);
                await socket.SendAsync(message.AsMemory(0, length)).ConfigureAwait(false);
                await socket.ReceiveAsync(message).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The reset.
            }
        }
    }
}
