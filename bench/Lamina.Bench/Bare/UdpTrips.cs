using Lamina.Bearers.Linux;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Bare;

/// <summary>The limit: two sockets and two threads that sleep in a poll.</summary>
internal sealed unsafe class UdpTrips : Trips
{
    private readonly UdpPair _pair;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
    private readonly PollSet _poll = new(1);
    private readonly Thread _echo;
    private readonly Board _board = Board.Create();

    /// <param name="pair">The sockets; they go with this.</param>
    public UdpTrips(UdpPair pair)
    {
        _pair = pair;
        _poll.Add(pair.Asking.Descriptor);
        _echo = new Thread(Echo);
        _echo.Start();
    }

    public override void Dispose()
    {
        _board.Tell(Board.Ended);
        _echo.Join();
        _pair.Dispose();
        _board.Dispose();
    }

    protected override TimeSpan ProcessorTime => base.ProcessorTime + (_pair.Through?.ProcessorTime ?? TimeSpan.Zero);

    protected override bool TryGo()
    {
        Send(_pair.Asking, _buffer, _pair.Target);
        do
        {
            if (_pair.Asking.Receive(_buffer).Status == UdpStatus.Ok)
            {
                return true;
            }
        }
        while (_poll.Wait(Patience) > 0);
        return false;
    }

    private static void Send(SegmentedUdpSocket from, byte[] buffer, in UdpEndpoint to)
    {
        fixed (byte* start = buffer)
        {
            Loopback.Send(from, [new IoVector(start, Work.ShortLength)], Work.ShortLength, to);
        }
    }

    private void Echo()
    {
        byte[] buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        var poll = new PollSet(1);
        poll.Add(_pair.Serving.Descriptor);
        while (Loopback.Receive(_pair.Serving, poll, _board, buffer, out _))
        {
            Send(_pair.Serving, buffer, _pair.Source);
        }
    }
}
