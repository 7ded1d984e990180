using Lamina.Bearers.Linux;
using Lamina.Spike.Flow;

namespace Lamina.Goodput.PingPong;

/// <summary>The limit: two sockets and two threads that sleep in a poll.</summary>
internal sealed unsafe class UdpPinger : IPinger
{
    private const int Length = 64;

    private readonly SegmentedUdpSocket _client = Loopback.Open();
    private readonly SegmentedUdpSocket _server = Loopback.Open();
    private readonly byte[] _buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
    private readonly PollSet _poll = new(1);
    private readonly Thread _echo;
    private readonly Board _board = Board.Create();

    public UdpPinger()
    {
        _poll.Add(_client.Descriptor);
        _echo = new Thread(Echo);
        _echo.Start();
    }

    public string Name => "bare UDP";

    public void Ping()
    {
        Send(_client, _buffer, _server);
        Loopback.Receive(_client, _poll, _board, _buffer, out _);
    }

    public void Dispose()
    {
        _board.Tell(Board.Ended);
        _echo.Join();
        _client.Dispose();
        _server.Dispose();
        _board.Dispose();
    }

    private static void Send(SegmentedUdpSocket from, byte[] buffer, SegmentedUdpSocket to)
    {
        fixed (byte* start = buffer)
        {
            Loopback.Send(from, [new IoVector(start, Length)], Length, to.LocalEndpoint);
        }
    }

    private void Echo()
    {
        byte[] buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        var poll = new PollSet(1);
        poll.Add(_server.Descriptor);
        while (Loopback.Receive(_server, poll, _board, buffer, out _))
        {
            Send(_server, buffer, _client);
        }
    }
}
