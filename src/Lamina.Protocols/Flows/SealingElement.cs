using System.Numerics;
using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Seals every packet, and opens what comes before anything else looks at it. What somebody else still holds, because it may be sent
/// again, stays in clear: it is sealed into another train of the same shape. What nobody else holds is sealed where it is.
/// </summary>
internal sealed class SealingElement(PacketPool pool, FlowRecords records, FlowEndCounters counters) : IPacketElement, IDisposable
{
    public int HeadRoom => RecordHeader.Length;

    /// <summary>The peer has shown that it has the keys: something that it sealed has opened.</summary>
    public bool HasProof { get; private set; }

    /// <summary>Greetings that came.</summary>
    public long Greetings { get; private set; }

    public bool TryDown(ref Train train, Instant now)
    {
        if (!records.Sealer.CanSeal(train.Count, now))
        {
            counters.Drop(DropReason.NotSealed, train.Count);
            train.Buffer.Release();
            return false;
        }

        Train plain = train;
        if (plain.Buffer.IsShared && !TryLayLike(plain, out train))
        {
            counters.Drop(DropReason.NoBuffer, plain.Count);
            plain.Buffer.Release();
            return false;
        }

        train.Push(RecordHeader.Length);
        for (int i = 0; i < plain.Count; i++)
        {
            records.Sealer.Seal(plain[i], train[i]);
        }

        if (train.Buffer != plain.Buffer)
        {
            plain.Buffer.Release();
        }

        return true;
    }

    public ulong Up(ref Train train, ulong good, Instant now)
    {
        if (!TrainBits.TryCutShort(ref train, RecordHeader.Length, counters))
        {
            return 0;
        }

        good &= TrainBits.All(train.Count);
        for (ulong left = good; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            RecordVerdict verdict = records.Opener.Open(train[i], now);
            if (verdict == RecordVerdict.Opened)
            {
                HasProof = true;
            }
            else
            {
                good &= ~(1UL << i);
                Note(verdict);
            }
        }

        train.Pop(RecordHeader.Length);
        return good;
    }

    /// <summary>A packet that proves that this end has the keys; the caller sends it as it is.</summary>
    /// <returns>False where there is no buffer, or where what is sent proves it long since.</returns>
    public bool TryMakeGreeting(int headRoom, out Train train)
    {
        train = default;
        if (!pool.TryRent(headRoom + RecordHeader.Length, out PacketBuffer buffer))
        {
            return false;
        }

        train = Train.Single(buffer, headRoom, RecordHeader.Length);
        if (!records.Sealer.TryWriteGreeting(train[0]))
        {
            buffer.Release();
            return false;
        }

        return true;
    }

    public void Dispose() => records.Dispose();

    private void Note(RecordVerdict verdict)
    {
        if (verdict == RecordVerdict.Greeting)
        {
            HasProof = true;
            Greetings++;
        }
        else
        {
            counters.Drop(verdict == RecordVerdict.Replayed ? DropReason.Replayed : DropReason.NotAuthentic);
        }
    }

    private bool TryLayLike(in Train plain, out Train copy)
    {
        copy = plain;
        int needed = plain.HeadRoom + ((plain.Count - 1) * plain.Stride) + plain.LastLength;
        if (needed > PacketPool.LargeCapacity || !pool.TryRent(needed, out PacketBuffer buffer))
        {
            return false;
        }

        copy.Buffer = buffer;
        copy.Offset = plain.HeadRoom;
        return true;
    }
}
