using Lamina.Bearers.Linux;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Bare;

/// <summary>The limit: two sockets and two threads that sleep in a poll.</summary>
internal sealed unsafe class UdpTrips : Trips
{
    private readonly SegmentedUdpSocket _client = Loopback.Open();
    private readonly SegmentedUdpSocket _server = Loopback.Open();
    private readonly byte[] _buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
    private readonly PollSet _poll = new(1);
    private readonly Thread _echo;
    private readonly Board _board = Board.Create();

    public UdpTrips()
    {
        _poll.Add(_client.Descriptor);
        _echo = new Thread(Echo);
        _echo.Start();
    }

    public override void Dispose()
    {
        _board.Tell(Board.Ended);
        _echo.Join();
        _client.Dispose();
        _server.Dispose();
        _board.Dispose();
    }

    protected override void Go()
    {
        Send(_client, _buffer, _server);
        Loopback.Receive(_client, _poll, _board, _buffer, out _);
    }

    private static void Send(SegmentedUdpSocket from, byte[] buffer, SegmentedUdpSocket to)
    {
        fixed (byte* start = buffer)
        {
            Loopback.Send(from, [new IoVector(start, MessageShape.Short)], MessageShape.Short, to.LocalEndpoint);
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
