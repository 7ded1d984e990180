using System.Net;
using System.Net.Sockets;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>
/// Stands between two udp bearers on loopback: passes everything on and keeps copies, so that a test can send
/// real packets again, broken, from the address that their receiver trusts.
/// </summary>
internal sealed class DatagramRelay : IDisposable
{
    private const int MostSamples = 4000;

    private readonly Socket _towardsA = Bind();
    private readonly Socket _towardsB = Bind();
    private readonly List<byte[]> _samplesForA = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _pumps;

    public DatagramRelay(int portOfA, int portOfB)
    {
        var a = new IPEndPoint(IPAddress.Loopback, portOfA);
        var b = new IPEndPoint(IPAddress.Loopback, portOfB);
        _pumps =
        [
            PumpAsync(_towardsB, _towardsA, a, keep: true),
            PumpAsync(_towardsA, _towardsB, b, keep: false),
        ];
        EndpointOfA = a;
    }

    public EndPoint EndpointOfA { get; }

    /// <summary>The port that A must know as its peer.</summary>
    public int PortForA => ((IPEndPoint)_towardsA.LocalEndPoint!).Port;

    /// <summary>The port that B must know as its peer.</summary>
    public int PortForB => ((IPEndPoint)_towardsB.LocalEndPoint!).Port;

    /// <summary>Real datagrams that went to A.</summary>
    public byte[][] SamplesForA
    {
        get
        {
            lock (_samplesForA)
            {
                return [.. _samplesForA];
            }
        }
    }

    /// <summary>Sends to A from the address of its peer.</summary>
    public void SendToA(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _towardsA.SendTo(datagram, SocketFlags.None, EndpointOfA);
        }
        catch (SocketException full) when (full.SocketErrorCode is SocketError.NoBufferSpaceAvailable or SocketError.WouldBlock)
        {
            // The kernel dropped it: nothing that A could notice.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _towardsA.Dispose();
        _towardsB.Dispose();
        Task.WaitAll(_pumps);
        _stop.Dispose();
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private async Task PumpAsync(Socket from, Socket to, IPEndPoint target, bool keep)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                SocketReceiveFromResult received =
                    await from.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                if (keep)
                {
                    lock (_samplesForA)
                    {
                        if (_samplesForA.Count < MostSamples)
                        {
                            _samplesForA.Add(buffer.AsSpan(0, received.ReceivedBytes).ToArray());
                        }
                    }
                }

                await to.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), SocketFlags.None, target, _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }
}
