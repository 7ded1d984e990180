using Lamina.Core;
using Lamina.Wire.Fragments;

namespace Lamina.Protocols.Fragments;

/// <summary>
/// A flow whose packets may be longer than those of the flow that it stands on: cuts what does not fit, and joins what
/// comes. Both ends of the flow must be of this kind (docs/design/FRAGMENTS.md).
/// </summary>
public sealed class FragmentingFlow : LowerFlow, IFlowUser
{
    /// <summary>The longest packet in bytes: cut into parts, with the head room of many layers, it still fits one buffer.</summary>
    public const int LongestPacket = 32 * 1024;

    private readonly LowerFlow _lower;
    private readonly PacketPool _pool;
    private readonly PartJoiner _joiner;
    private uint _number;

    /// <summary>Stands on a flow from now on, as its user.</summary>
    /// <param name="lower">The flow below.</param>
    /// <param name="maxPacketSize">The longest packet above, at most <see cref="LongestPacket"/> and <see cref="LongestOver"/>.</param>
    /// <param name="pool">Where the copies come from.</param>
    public FragmentingFlow(LowerFlow lower, int maxPacketSize, PacketPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPacketSize, LongestOver(lower.MaxPacketSize));
        _lower = lower;
        _pool = pool;
        _joiner = new PartJoiner(pool, maxPacketSize);
        MaxPacketSize = maxPacketSize;
        lower.User = this;
    }

    /// <summary>What became of packets here.</summary>
    public PartCounters Counters => _joiner.Counters;

    /// <inheritdoc/>
    public override long Id => _lower.Id;

    /// <inheritdoc/>
    public override int MaxPacketSize { get; }

    /// <inheritdoc/>
    public override int HeadRoom => _lower.HeadRoom + PartHeader.Length;

    /// <inheritdoc/>
    public override Duration MaxPacketLifetime => _lower.MaxPacketLifetime;

    /// <inheritdoc/>
    public override PeerIdentity Peer => _lower.Peer;

    /// <inheritdoc/>
    public override QosSpec AcceptedQos => _lower.AcceptedQos;

    /// <inheritdoc/>
    public override int Credit => _lower.Credit;

    /// <summary>The longest packet that can be carried in parts over packets of a size.</summary>
    public static int LongestOver(int lowerMaxPacketSize) =>
        Math.Clamp((lowerMaxPacketSize - PartHeader.Length) * PartHeader.MaxCount, 0, LongestPacket);

    /// <inheritdoc/>
    public override void Transmit(in Train train, Instant now)
    {
        if (train.Length + PartHeader.Length <= _lower.MaxPacketSize && train.LastLength > 0)
        {
            TransmitWhole(train, now);
            return;
        }

        for (int i = 0; i < train.Count; i++)
        {
            TransmitInParts(train[i], now);
        }

        train.Buffer.Release();
    }

    /// <inheritdoc/>
    public override void Close(CloseReason reason, Instant now)
    {
        _joiner.Clear();
        _lower.Close(reason, now);
    }

    void IFlowUser.HandleTrain(in Train train, Instant now)
    {
        int first = 0;
        while (first < train.Count)
        {
            int count = SinglesFrom(train, first);
            if (count > 0)
            {
                Train run = train.Slice(first, count);
                run.Pop(PartHeader.Length);
                User.HandleTrain(run, now);
                first += count;
            }
            else if (_joiner.TryJoin(train[first++], out Train packet))
            {
                User.HandleTrain(packet, now);
                packet.Buffer.Release();
            }
        }
    }

    void IFlowUser.HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        if (what == FlowEvent.Closed)
        {
            _joiner.Clear();
        }

        User.HandleFlowEvent(what, reason, now);
    }

    // Neighbours that are whole packets stay one train.
    private static int SinglesFrom(in Train train, int first)
    {
        int end = first;
        while (end < train.Count && PartHeader.TryRead(train[end], out PartHeader header) && header.Count == 1)
        {
            end++;
        }

        return end - first;
    }

    private void TransmitWhole(in Train train, Instant now)
    {
        Train whole = train;
        if (train.HeadRoom < PartHeader.Length)
        {
            bool isCopied = train.TryCopy(_pool, HeadRoom, out whole);
            train.Buffer.Release();
            if (!isCopied)
            {
                Counters.NoBuffer += train.Count;
                return;
            }
        }

        whole.Push(PartHeader.Length);
        for (int i = 0; i < whole.Count; i++)
        {
            Span<byte> packet = whole[i];
            new PartHeader(_number++, (ushort)(packet.Length - PartHeader.Length), 0, 1).Write(packet);
        }

        _lower.Transmit(whole, now);
    }

    private void TransmitInParts(ReadOnlySpan<byte> packet, Instant now)
    {
        int most = _lower.MaxPacketSize - PartHeader.Length;
        int count = Math.Max(1, (packet.Length + most - 1) / most);
        var header = new PartHeader(_number++, (ushort)packet.Length, 0, (byte)count);
        int length = header.PartLength;
        int stride = HeadRoom + length;
        if (packet.Length == 0 || stride * count > PacketPool.LargeCapacity || !_pool.TryRent(stride * count, out PacketBuffer buffer))
        {
            Counters.NoBuffer++;
            return;
        }

        var parts = new Train
        {
            Buffer = buffer,
            Offset = _lower.HeadRoom,
            Stride = stride,
            Length = length + PartHeader.Length,
            LastLength = packet.Length - ((count - 1) * length) + PartHeader.Length,
            Count = count,
            HeadRoom = _lower.HeadRoom,
        };
        for (int i = 0; i < count; i++)
        {
            Span<byte> part = parts[i];
            (header with { Index = (byte)i }).Write(part);
            packet.Slice(i * length, part.Length - PartHeader.Length).CopyTo(part[PartHeader.Length..]);
        }

        Counters.Cut++;
        _lower.Transmit(parts, now);
    }
}
