using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// Packets that overtook the allocation of their flow: they wait, bounded, and are delivered in their order before
/// anything that comes later. Those that have waited for too long to be of use are not.
/// </summary>
/// <param name="byteLimit">Bytes that wait at most.</param>
/// <param name="patience">After so long a packet is late.</param>
internal sealed class EarlyPackets(int byteLimit, Duration patience)
{
    // A train of one byte holds a whole buffer: bytes alone would not bound what a peer makes us keep.
    private const int MaxTrains = 64;

    private readonly TrainQueue _queue = new(byteLimit);
    private readonly Queue<Instant> _since = new();

    /// <summary>Keeps a lent train.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryKeep(in Train train, Instant now)
    {
        if (_queue.Count >= MaxTrains || !_queue.TryEnqueue(train))
        {
            return false;
        }

        train.Buffer.Retain();
        _since.Enqueue(now);
        return true;
    }

    /// <summary>Hands the oldest and its reference over.</summary>
    public bool TryTake(Instant now, out Train train, out bool isLate)
    {
        isLate = _since.TryDequeue(out Instant since) && now - since > patience;
        return _queue.TryDequeue(out train);
    }

    public void Clear() => _queue.Clear();
}
