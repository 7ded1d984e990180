namespace Lamina.Bearers.Rings;

/// <summary>
/// The producer's side of a ring. One thread at a time.
/// <code>
/// if (writer.TryReserve(max, out var bytes)) { fill; writer.Commit(length, tag); }   any number of times: a train
/// if (writer.Publish()) wake the consumer                                            one release store, one fence
///
/// full:  writer.Publish(); while (!writer.TryReserve(max, ...)) { if (writer.PrepareToWait(max)) { sleep; writer.Awake(); } }
/// </code>
/// Nothing that the peer writes can make it leave the ring's memory: the only shared word that it computes with is the
/// consumer's position, read once and checked against what this side itself published.
/// </summary>
/// <typeparam name="TStep">How shared words are accessed.</typeparam>
public unsafe class SteppedRingWriter<TStep>
    where TStep : struct, IStepper
{
    private const int NothingReserved = -1;

    private readonly byte* _data;
    private readonly ulong _capacity;
    private readonly ulong* _producerPosition;
    private readonly ulong* _consumerPosition;
    private readonly uint* _consumerSleeps;
    private readonly uint* _producerWaits;

    // published <= position: between them is the train that the consumer does not see yet.
    private ulong _published;
    private ulong _position;

    // The last consumer position that was read and proved: freed <= published <= freed + capacity.
    private ulong _freed;
    private int _reserved = NothingReserved;

    // Bytes to the end of the area that the reserved record skips. They are passed by its commit, not before: padding is
    // published with the record that it makes room for, or not at all, so the consumer need not expect it alone.
    private ulong _padding;

    /// <summary>Takes up the producer's side where the positions in memory stand.</summary>
    public SteppedRingWriter(RingMemory ring)
    {
        _data = ring.Data;
        _capacity = (ulong)ring.Capacity;
        _producerPosition = ring.Word64(RingLayout.ProducerOffset);
        _consumerPosition = ring.Word64(RingLayout.ConsumerOffset);
        _consumerSleeps = ring.Word32(RingLayout.ConsumerSleepsOffset);
        _producerWaits = ring.Word32(RingLayout.ProducerWaitsOffset);
        MaxRecordLength = RingLayout.MaxRecordLength(ring.Capacity);

        _published = _position = TStep.Load(ref *_producerPosition);
        _freed = TStep.Load(ref *_consumerPosition);
        if (((_published | _freed) & RingLayout.AlignmentMask) != 0 || _published - _freed > _capacity)
        {
            State = RingState.Corrupt;
        }
    }

    /// <summary>Open, or corrupt for good.</summary>
    public RingState State { get; private set; }

    /// <summary>Longest record, in bytes.</summary>
    public int MaxRecordLength { get; }

    /// <summary>The word to wait on with a futex (expected value 1) after <see cref="PrepareToWait"/> said true.</summary>
    public uint* WaitWord => _producerWaits;

    /// <summary>The word to wake with a futex after <see cref="Publish"/> said true.</summary>
    public uint* WakeWord => _consumerSleeps;

    /// <summary>Room for one record; false when the ring is full or corrupt. The last reservation not committed is void.</summary>
    /// <param name="maxLength">0 to <see cref="MaxRecordLength"/>.</param>
    /// <param name="bytes">The room, in the shared memory: the peer may see it, and write it, at once.</param>
    public bool TryReserve(int maxLength, out Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, MaxRecordLength);

        bytes = default;
        _reserved = NothingReserved;
        if (State != RingState.Open || (!Fits(maxLength) && !(Refresh() && Fits(maxLength))))
        {
            return false;
        }

        var offset = Offset(_position);
        var toEnd = _capacity - offset;
        _padding = 0;
        if (RingLayout.Footprint((uint)maxLength) > toEnd)
        {
            TStep.Step();
            *(ulong*)(_data + offset) = RingLayout.PaddingLength;
            _padding = toEnd;
            offset = 0;
        }

        _reserved = maxLength;
        bytes = new Span<byte>(_data + offset + RingLayout.RecordHeaderLength, maxLength);
        return true;
    }

    /// <summary>Ends the record that was reserved. The consumer sees it after the next <see cref="Publish"/>.</summary>
    /// <param name="length">Bytes used, at most those reserved.</param>
    /// <param name="tag">Whatever the two sides agreed on.</param>
    public void Commit(int length, uint tag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _reserved);

        TStep.Step();
        _position += _padding;
        *(ulong*)(_data + Offset(_position)) = (uint)length | ((ulong)tag << 32);
        _position += RingLayout.Footprint((uint)length);
        _reserved = NothingReserved;
    }

    /// <summary>Shows every committed record to the consumer. True: the caller must wake it, now.</summary>
    /// <remarks>
    /// Release store: whoever sees the new position sees the records. Then the full fence, because this is one half of a
    /// handshake (Dekker's): we store the position and load the flag, the consumer stores the flag and loads the position
    /// (<see cref="SteppedRingReader{TStep}.PrepareToSleep"/>). Without a full fence between store and load on *both*
    /// sides, each may read the old value of the other, since processors (x86 too) let a load overtake an earlier store:
    /// the consumer would sleep on a record. With both fences at least one side sees the other's store. The exchange gives
    /// the duty to wake to one publish only, so that a consumer that is still waking up costs no second system call; it
    /// also changes the futex word before the wake, so a consumer on its way into the futex does not sleep.
    /// </remarks>
    public bool Publish()
    {
        if (_position == _published || State != RingState.Open)
        {
            return false;
        }

        TStep.Store(ref *_producerPosition, _position);
        _published = _position;
        TStep.Fence();
        return TStep.Load(ref *_consumerSleeps) != 0 && TStep.Exchange(ref *_consumerSleeps, 0) != 0;
    }

    /// <summary>
    /// Announces that the producer goes to sleep until the consumer gives space back. True: sleep, then call
    /// <see cref="Awake"/>. False: do not sleep, there is room now (or the ring is corrupt). Publish first: the consumer
    /// cannot give back what it does not see.
    /// </summary>
    /// <remarks>The mirror of <see cref="Publish"/>: flag, full fence, look again. See SteppedRingReader.Release.</remarks>
    public bool PrepareToWait(int maxLength)
    {
        if (_position != _published && State == RingState.Open)
        {
            throw new InvalidOperationException("Publish before waiting for space: the consumer cannot free what it does not see.");
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, MaxRecordLength);
        if (State != RingState.Open)
        {
            return false;
        }

        TStep.Store(ref *_producerWaits, 1);
        TStep.Fence();
        if (Refresh() && !Fits(maxLength))
        {
            return true;
        }

        Awake();
        return false;
    }

    /// <summary>The producer runs again, whatever woke it.</summary>
    public void Awake() => TStep.Store(ref *_producerWaits, 0);

    private ulong Offset(ulong position) => position & (_capacity - 1);

    private bool Fits(int length)
    {
        var footprint = RingLayout.Footprint((uint)length);
        var toEnd = _capacity - Offset(_position);
        var needed = footprint > toEnd ? toEnd + footprint : footprint;
        return needed <= _capacity - (_position - _freed);
    }

    // Acquire: the consumer's reads of the records it gives back are done before we overwrite them.
    private bool Refresh()
    {
        var freed = TStep.Load(ref *_consumerPosition);
        if ((freed & RingLayout.AlignmentMask) != 0 || freed - _freed > _published - _freed)
        {
            State = RingState.Corrupt;
            return false;
        }

        _freed = freed;
        return true;
    }
}
