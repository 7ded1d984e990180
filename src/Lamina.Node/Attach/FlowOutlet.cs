using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// The way of one flow's packets from a program's ring to its layer: straight through while the layer takes them, and held here, in
/// order, while it does not. Never a wait for anybody else. See docs/design/ATTACH-CREDIT.md.
/// </summary>
internal sealed class FlowOutlet(LowerFlow lower, GrantWindow window, OutletShare share)
{
    private readonly HeldTrains _held = new();
    private int _uncredited;

    /// <summary>The layer's flow.</summary>
    public LowerFlow Lower => lower;

    /// <summary>What the program was granted.</summary>
    public uint Limit => window.Limit;

    /// <summary>True where packets wait for the layer.</summary>
    public bool IsHolding => !_held.IsEmpty;

    /// <summary>Takes the segments of a record.</summary>
    /// <param name="segments">In shared memory: read once, which is the copy.</param>
    /// <param name="segmentLength">Bytes of each but the last.</param>
    /// <param name="count">Segments.</param>
    /// <param name="isUncredited">They were sent without credit, and go at once or not at all.</param>
    /// <param name="now">The present.</param>
    public void Take(ReadOnlySpan<byte> segments, int segmentLength, int count, bool isUncredited, Instant now)
    {
        if (!(isUncredited ? MayPass(segments.Length) : window.TryTake(AttachCredit.ChargeOf(segments.Length, count))))
        {
            share.Counters.DroppedNoCredit++;
            return;
        }

        // Asked only where something is to be sent: a layer takes the question for a wish.
        int credit = isUncredited ? int.MaxValue : _held.IsEmpty ? lower.Credit : 0;
        int perTrain = Math.Max(1, PacketPool.LargeCapacity / Math.Max(1, segmentLength + lower.HeadRoom));
        for (int first = 0; first < count; first += perTrain)
        {
            int bytes = Math.Min(perTrain * segmentLength, segments.Length - (first * segmentLength));
            if (!TryCopy(segments.Slice(first * segmentLength, bytes), segmentLength, out Train train))
            {
                share.Counters.DroppedNoBuffer++;
            }
            else if (isUncredited || (_held.IsEmpty && credit > 0 && credit >= bytes))
            {
                credit -= bytes;
                lower.Transmit(train, now);
            }
            else
            {
                Hold(train, now);
            }
        }

        Drain(now);
    }

    /// <summary>Sends what waits, as far as the layer takes it.</summary>
    public void Drain(Instant now)
    {
        while (!_held.IsEmpty && lower.Credit is > 0 and var credit)
        {
            long before = _held.Memory;
            Train next = _held.Take(credit, out Instant since);
            share.HeldBytes -= before - _held.Memory;
            _uncredited = 0;
            if (now - since > lower.MaxPacketLifetime)
            {
                // Whoever made it counts on it to be gone by now.
                share.Counters.DroppedNoCredit++;
                next.Buffer.Release();
            }
            else
            {
                lower.Transmit(next, now);
            }
        }
    }

    /// <summary>Says whether the program is to be granted more; <see cref="Limit"/> is new then.</summary>
    public bool TryGrant() =>
        window.TryGrant(_held.Charge, _held.IsEmpty && window.IsUsedUp && lower.Credit > 0, share.LargestWindow);

    /// <summary>What waits is given up.</summary>
    public void Clear()
    {
        share.HeldBytes -= _held.Memory;
        share.Counters.DroppedNoCredit += _held.Clear();
    }

    // As in an embedded stack, where acknowledgements ask for no credit and the layer decides; but it decides little of much.
    private bool MayPass(int bytes)
    {
        if (_uncredited + bytes <= AttachCredit.MostUncredited)
        {
            _uncredited += bytes;
            return true;
        }

        if (lower.Credit <= 0)
        {
            return false;
        }

        _uncredited = 0;
        return true;
    }

    private void Hold(in Train train, Instant now)
    {
        if (!share.HasRoomFor(train.Buffer.Capacity))
        {
            share.Counters.DroppedNoBuffer++;
            train.Buffer.Release();
            return;
        }

        share.Counters.TrainsHeld++;
        share.HeldBytes += train.Buffer.Capacity;
        _held.Add(train, now);
    }

    /// <summary>The one copy: lower layers write their headers into memory that the application cannot reach.</summary>
    private bool TryCopy(ReadOnlySpan<byte> segments, int segmentLength, out Train train)
    {
        int headRoom = lower.HeadRoom;
        int count = segmentLength == 0 ? 1 : (segments.Length + segmentLength - 1) / segmentLength;
        if (!share.Pool.TryRent((count * headRoom) + segments.Length, out PacketBuffer buffer))
        {
            train = default;
            return false;
        }

        int last = segments.Length - ((count - 1) * segmentLength);
        train = new Train
        {
            Buffer = buffer,
            Offset = headRoom,
            Stride = segmentLength + headRoom,
            Length = count == 1 ? last : segmentLength,
            LastLength = last,
            Count = count,
            HeadRoom = headRoom,
        };
        for (int i = 0; i < count; i++)
        {
            share.Pool.Copy(segments.Slice(i * segmentLength, train.LengthOf(i)), train[i]);
        }

        return true;
    }
}
