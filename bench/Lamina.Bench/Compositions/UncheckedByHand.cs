using System.Runtime.CompilerServices;
using Lamina.Core;

namespace Lamina.Bench.Compositions;

/// <summary>Nothing to do on the way but to count.</summary>
internal sealed class UncheckedByHand(LowerFlow lower) : IPacketWay
{
    private long _sent;

    public ulong Trip(in Train train)
    {
        Send(train);
        Train came = LastTrain.Sent;
        return Receive(ref came);
    }

    // Calls, as between an element that makes packets and what is below it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Send(Train train)
    {
        _sent++;
        lower.Transmit(train, default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Receive(ref Train train) => train.Count == 64 ? ulong.MaxValue : (1UL << train.Count) - 1;
}
