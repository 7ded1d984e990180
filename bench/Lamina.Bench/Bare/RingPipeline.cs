using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Bare;

/// <summary>A bare ring to another process: so many records a write, one publication for all of them.</summary>
internal sealed class RingPipeline : ThreadedPipeline
{
    private readonly int _recordLength;
    private readonly int _train;
    private readonly RingPeer _peer;

    public RingPipeline(int recordLength, int train) : base("ring")
    {
        (_recordLength, _train) = (recordLength, train);
        _peer = new RingPeer("count", Board);
        Start(Write, static () => { });
    }

    public override TimeSpan ProcessorTime => base.ProcessorTime + _peer.ProcessorTime;

    public override void Dispose()
    {
        Board.Tell(Board.Ended);
        _peer.Dispose();
        base.Dispose();
    }

    private void Write()
    {
        byte[] source = Shape.Source();
        var writer = new RingWriter(_peer.Rings.FromMaker);
        while (Board.AwaitStart())
        {
            while (Board.IsRunning && RingEnd.TryWrite(writer, source.AsSpan(0, _recordLength * _train), _recordLength, Board))
            {
            }
        }
    }
}
