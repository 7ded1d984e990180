using Lamina.Bearers.Rings;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Bare;

/// <summary>64 bytes through a bare ring to another process and back.</summary>
internal sealed class RingTrips : Trips
{
    private readonly byte[] _message = new byte[Work.ShortLength];
    private readonly Board _board = Board.Create();
    private readonly RingPeer _peer;
    private readonly RingEnd _end;

    public RingTrips(bool isBusy)
    {
        _peer = new RingPeer(isBusy ? "busy" : "echo", _board);
        _end = new RingEnd(new RingReader(_peer.Rings.ToMaker), new RingWriter(_peer.Rings.FromMaker), _board, isBusy);
    }

    protected override TimeSpan ProcessorTime => base.ProcessorTime + _peer.ProcessorTime;

    public override void Dispose()
    {
        _peer.Dispose();
        _board.Dispose();
    }

    protected override bool TryGo() => _end.TryWrite(_message) && _end.TryRead(_message, out _);
}
