using Lamina.Core;

namespace Lamina.Bench.Compositions;

/// <summary>Nothing to do on the way but to count.</summary>
internal sealed class UncheckedByHand(LowerFlow lower) : IPacketWay
{
    private long _sent;

    public ulong Trip(in Train train)
    {
        _sent++;
        lower.Transmit(train, default);
        Train came = LastTrain.Sent;
        return came.Count == 64 ? ulong.MaxValue : (1UL << came.Count) - 1;
    }
}
