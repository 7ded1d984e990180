using System.Numerics;
using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>A checksum over every packet: broken ones are dropped. No protection against an adversary.</summary>
internal sealed class IntegrityElement(FlowEndCounters counters) : IPacketElement
{
    public int HeadRoom => IntegrityHeader.Length;

    public bool TryDown(ref Train train, Instant now)
    {
        train.Push(IntegrityHeader.Length);
        for (int i = 0; i < train.Count; i++)
        {
            IntegrityHeader.Write(train[i]);
        }

        return true;
    }

    public ulong Up(ref Train train, ulong good, Instant now)
    {
        if (!TrainBits.TryCutShort(ref train, IntegrityHeader.Length, counters))
        {
            return 0;
        }

        good &= TrainBits.All(train.Count);
        for (ulong left = good; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            if (!IntegrityHeader.IsValid(train[i]))
            {
                good &= ~(1UL << i);
                counters.Drop(DropReason.Corrupt);
            }
        }

        train.Pop(IntegrityHeader.Length);
        return good;
    }
}
