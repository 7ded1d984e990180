using System.Runtime.CompilerServices;
using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Bench.Compositions;

/// <summary>The same work as one method each way that knows what it has to do.</summary>
internal sealed class CheckedByHand(LowerFlow lower) : IPacketWay
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
        train.Push(IntegrityHeader.Length);
        for (int i = 0; i < train.Count; i++)
        {
            IntegrityHeader.Write(train[i]);
        }

        _sent++;
        lower.Transmit(train, default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Receive(ref Train train)
    {
        if (train.ShortestLength < IntegrityHeader.Length)
        {
            return 0;
        }

        ulong good = 0;
        for (int i = 0; i < train.Count; i++)
        {
            good |= IntegrityHeader.IsValid(train[i]) ? 1UL << i : 0;
        }

        train.Pop(IntegrityHeader.Length);
        return good;
    }
}
