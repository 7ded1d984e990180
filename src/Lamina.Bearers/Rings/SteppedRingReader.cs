namespace Lamina.Bearers.Rings;

/// <summary>
/// The consumer's side of a ring. One thread at a time.
/// <code>
/// while (reader.TryPeek(out var bytes, out var tag)) { use; reader.Advance(); }   any number of times: a train
/// if (reader.Release()) wake the producer                                         one release store, one fence
/// if (reader.PrepareToSleep()) { sleep; reader.Awake(); }
/// </code>
/// Nothing that the peer writes can make it read outside the ring's memory or turn without end: positions and record
/// headers are loaded once into a local, proved there, and every record moves the position on.
/// </summary>
/// <typeparam name="TStep">How shared words are accessed.</typeparam>
public unsafe class SteppedRingReader<TStep>
    where TStep : struct, IStepper
{
    private readonly byte* _data;
    private readonly ulong _capacity;
    private readonly uint _maxRecordLength;
    private readonly ulong* _producerPosition;
    private readonly ulong* _consumerPosition;
    private readonly uint* _consumerSleeps;
    private readonly uint* _producerWaits;

    // released <= position <= seen <= released + capacity, all multiples of 8.
    private ulong _released;
    private ulong _position;
    private ulong _seen;

    // The whole of the record that was peeked, 0 if none.
    private ulong _peeked;

    /// <summary>Takes up the consumer's side where the positions in memory stand.</summary>
    public SteppedRingReader(RingMemory ring)
    {
        _data = ring.Data;
        _capacity = (ulong)ring.Capacity;
        _maxRecordLength = (uint)RingLayout.MaxRecordLength(ring.Capacity);
        _producerPosition = ring.Word64(RingLayout.ProducerOffset);
        _consumerPosition = ring.Word64(RingLayout.ConsumerOffset);
        _consumerSleeps = ring.Word32(RingLayout.ConsumerSleepsOffset);
        _producerWaits = ring.Word32(RingLayout.ProducerWaitsOffset);

        _released = _position = _seen = TStep.Load(ref *_consumerPosition);
        if ((_released & RingLayout.AlignmentMask) != 0)
        {
            State = RingState.Corrupt;
        }
    }

    /// <summary>Open, or corrupt for good.</summary>
    public RingState State { get; private set; }

    /// <summary>The word to wait on with a futex (expected value 1) after <see cref="PrepareToSleep"/> said true.</summary>
    public uint* WaitWord => _consumerSleeps;

    /// <summary>The word to wake with a futex after <see cref="Release"/> said true.</summary>
    public uint* WakeWord => _producerWaits;

    /// <summary>
    /// True where more was published than this side has seen. Only a look, which proves nothing: a consumer that spins asks so before it
    /// reads. The memory must be mapped.
    /// </summary>
    public bool HasNews => State == RingState.Open && TStep.Load(ref *_producerPosition) != _seen;

    /// <summary>The next record, if there is one. Asking again gives the same record until <see cref="Advance"/>.</summary>
    /// <param name="bytes">
    /// In the shared memory, valid until <see cref="Release"/>. A hostile producer can change the bytes while they are
    /// read: whoever decides on them copies them first. Their place and number cannot change.
    /// </param>
    /// <param name="tag">Whatever the two sides agreed on.</param>
    public bool TryPeek(out ReadOnlySpan<byte> bytes, out uint tag)
    {
        bytes = default;
        tag = 0;
        if (State != RingState.Open || (_position == _seen && !(Refresh() && _position != _seen)))
        {
            return false;
        }

        var header = TStep.Load(ref HeaderAt(_position));
        if ((uint)header == RingLayout.PaddingLength)
        {
            // Padding comes with the record behind it. That one is at the start of the area, where more padding is
            // refused by its length below: no peer makes us skip for ever.
            var toEnd = _capacity - Offset(_position);
            if (toEnd >= _seen - _position)
            {
                return Corrupt();
            }

            _position += toEnd;
            header = TStep.Load(ref HeaderAt(_position));
        }

        var length = (uint)header;
        if (length > _maxRecordLength)
        {
            return Corrupt();
        }

        var footprint = RingLayout.Footprint(length);
        if (footprint > _capacity - Offset(_position) || footprint > _seen - _position)
        {
            return Corrupt();
        }

        _peeked = footprint;
        tag = (uint)(header >> 32);
        bytes = new ReadOnlySpan<byte>(
            _data + Offset(_position) + RingLayout.RecordHeaderLength, (int)length);
        return true;
    }

    /// <summary>Goes past the record that was peeked. Its bytes stay valid until <see cref="Release"/>.</summary>
    public void Advance()
    {
        _position += _peeked;
        _peeked = 0;
    }

    /// <summary>Gives everything passed back to the producer. True: the caller must wake it, now.</summary>
    /// <remarks>
    /// Release store: our reads of the records are done before the producer may write over them. Then the full fence: we
    /// store the position and load the flag, the producer stores the flag and loads the position; the argument is that of
    /// <see cref="SteppedRingWriter{TStep}.Publish"/> with the sides exchanged.
    /// </remarks>
    public bool Release()
    {
        if (_position == _released || State != RingState.Open)
        {
            return false;
        }

        TStep.Store(ref *_consumerPosition, _position);
        _released = _position;
        TStep.Fence();
        return TStep.Load(ref *_producerWaits) != 0 && TStep.Exchange(ref *_producerWaits, 0) != 0;
    }

    /// <summary>
    /// Announces that the consumer goes to sleep. True: sleep, then call <see cref="Awake"/>. False: do not sleep, a
    /// record has come (or the ring is corrupt). Release first: a producer that waits for space would wait for ever.
    /// </summary>
    /// <remarks>
    /// Flag, full fence, look again. A producer that published before our fence is seen by this look; one that publishes
    /// after it sees the flag and wakes.
    /// </remarks>
    public bool PrepareToSleep()
    {
        if (_position != _released && State == RingState.Open)
        {
            throw new InvalidOperationException("Release before sleeping: the producer may be waiting for that space.");
        }

        if (State != RingState.Open)
        {
            return false;
        }

        TStep.Store(ref *_consumerSleeps, 1);
        TStep.Fence();
        if (Refresh() && _position == _seen)
        {
            return true;
        }

        Awake();
        return false;
    }

    /// <summary>The consumer runs again, whatever woke it.</summary>
    /// <remarks>
    /// A flag that is down is not written: the producer looks at it with each publish, and would have to fetch the line again each time.
    /// Only this side raises it, so what it reads as down stays down.
    /// </remarks>
    public void Awake()
    {
        if (TStep.Load(ref *_consumerSleeps) != 0)
        {
            TStep.Store(ref *_consumerSleeps, 0);
        }
    }

    private ref ulong HeaderAt(ulong position) => ref *(ulong*)(_data + Offset(position));

    private ulong Offset(ulong position) => position & (_capacity - 1);

    // The producer knows what we released, not what we passed: it can have published one capacity from there, no more.
    // Unsigned: a position that went back is a huge step forward.
    private bool Refresh()
    {
        var seen = TStep.Load(ref *_producerPosition);
        if ((seen & RingLayout.AlignmentMask) != 0 || seen - _released > _capacity || seen - _released < _seen - _released)
        {
            return Corrupt();
        }

        _seen = seen;
        return true;
    }

    private bool Corrupt()
    {
        State = RingState.Corrupt;
        return false;
    }
}
