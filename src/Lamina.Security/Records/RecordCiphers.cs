using Lamina.Core;
using Lamina.Security.Primitives;

namespace Lamina.Security.Records;

/// <summary>
/// The ciphers of a domain's flows. Expanded keys are large, so only the flows that were busy last have theirs: at most so many, the one
/// used longest ago makes room. Of one domain; its owner calls.
/// </summary>
/// <param name="aeads">The platform's implementation of each cipher; chosen by the driver.</param>
/// <param name="capacity">Most ciphers at a time, 4 or more. Default 1024: about 1 MiB of libcrypto's.</param>
public sealed class RecordCiphers(Func<AeadId, IAead> aeads, int capacity = 1024)
{
    private CipherSlot? _newest;
    private CipherSlot? _oldest;

    /// <summary>Ciphers that are set up.</summary>
    public int Count { get; private set; }

    /// <summary>How often one was set up.</summary>
    public long Made { get; private set; }

    /// <summary>Begins to seal and open with the keys of one end of a flow, which are taken over: they are zeroed here.</summary>
    /// <param name="keys">What the handshake ended in.</param>
    /// <param name="now">The present.</param>
    /// <param name="bounds">When keys turn; null: as the protocol says.</param>
    public FlowRecords Begin(RecordKeys keys, Instant now, RecordBounds? bounds = null)
    {
        bounds ??= RecordBounds.Default;
        IAead aead = aeads(keys.Aead);
        var records = new FlowRecords(
            new RecordSealer(CipherSlot.First(this, aead, keys.Sending), bounds, now),
            new RecordOpener(CipherSlot.First(this, aead, keys.Receiving), bounds));
        keys.Dispose();
        return records;
    }

    internal IAeadKey Use(CipherSlot slot)
    {
        if (slot == _newest)
        {
            return slot.Cached!;
        }

        if (slot.Cached is not null)
        {
            Unlink(slot);
        }
        else
        {
            if (Count >= capacity)
            {
                Forget(_oldest!);
            }

            slot.Cached = slot.MakeCipher();
            Made++;
            Count++;
        }

        slot.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = slot;
        }

        _newest = slot;
        _oldest ??= slot;
        return slot.Cached;
    }

    internal void Forget(CipherSlot slot)
    {
        if (slot.Cached is not null)
        {
            Unlink(slot);
            slot.Cached.Dispose();
            slot.Cached = null;
            Count--;
        }
    }

    private void Unlink(CipherSlot slot)
    {
        if (slot.Newer is null)
        {
            _newest = slot.Older;
        }
        else
        {
            slot.Newer.Older = slot.Older;
        }

        if (slot.Older is null)
        {
            _oldest = slot.Newer;
        }
        else
        {
            slot.Older.Newer = slot.Newer;
        }

        slot.Newer = null;
        slot.Older = null;
    }
}
