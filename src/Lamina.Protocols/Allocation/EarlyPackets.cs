using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// Packets that overtook the allocation of their flow: they wait, bounded, and are delivered in their order before
/// anything that comes later.
/// </summary>
internal sealed class EarlyPackets(int byteLimit)
{
    // A train of one byte holds a whole buffer: bytes alone would not bound what a peer makes us keep.
    private const int MaxTrains = 64;

    private readonly TrainQueue _queue = new(byteLimit);

    /// <summary>Keeps a lent train.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryKeep(in Train train)
    {
        if (_queue.Count >= MaxTrains || !_queue.TryEnqueue(train))
        {
            return false;
        }

        train.Buffer.Retain();
        return true;
    }

    public bool TryTake(out Train train) => _queue.TryDequeue(out train);

    public void Clear() => _queue.Clear();
}
