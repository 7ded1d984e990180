using Lamina.Core;

namespace Lamina.Security.Records;

/// <summary>Seals what one end sends: each record with a counter of its own, under a key that turns by itself.</summary>
public sealed class RecordSealer : IDisposable
{
    /// <summary>The counter of the greeting; packets have those above.</summary>
    internal const ulong GreetingCounter = 0;

    private readonly RecordBounds _bounds;
    private CipherSlot _slot;
    private Instant _began;
    private ulong _next = GreetingCounter + 1;

    internal RecordSealer(CipherSlot first, RecordBounds bounds, Instant now)
    {
        _slot = first;
        _bounds = bounds;
        _began = now;
    }

    /// <summary>Which key; the wire has its lowest 8 bits.</summary>
    public long Phase { get; private set; }

    /// <summary>Says whether so many records can be sealed now; turns the key first where its time has come.</summary>
    public bool CanSeal(int records, Instant now)
    {
        Duration age = now - _began;
        if ((_next >= _bounds.Records || age >= _bounds.Time) && age >= _bounds.LeastTime)
        {
            CipherSlot following = _slot.Following();
            _slot.Dispose();
            _slot = following;
            _began = now;
            _next = 0;
            Phase++;
        }

        return _next + (ulong)records <= _bounds.MostRecords;
    }

    /// <summary>Seals a packet; only after <see cref="CanSeal"/> has said yes to it.</summary>
    /// <param name="plain">The packet. May be where the record's sealed part is to be.</param>
    /// <param name="record">Where to write, <see cref="RecordHeader.Length"/> bytes longer.</param>
    public void Seal(ReadOnlySpan<byte> plain, Span<byte> record)
    {
        if (_next >= _bounds.MostRecords)
        {
            throw new InvalidOperationException("a counter would have to be used that the key is not good for");
        }

        // Before anything else: whatever happens then, no other record has it.
        ulong counter = _next++;
        Seal(counter, plain, record);
    }

    /// <summary>The record that proves that this end has the keys. The same bytes each time, in the first phase; none later.</summary>
    /// <returns>False when its phase is over: what is sealed proves the same.</returns>
    public bool TryWriteGreeting(Span<byte> record)
    {
        if (Phase > 0)
        {
            return false;
        }

        Seal(GreetingCounter, [], record);
        return true;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _slot.Dispose();

    private void Seal(ulong counter, ReadOnlySpan<byte> plain, Span<byte> record)
    {
        _slot.Cipher().Seal(counter, [], plain, RecordHeader.TextOf(record), RecordHeader.TagOf(record));
        RecordHeader.Write(record, (byte)Phase, counter);
    }
}
