using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>Stands on a <see cref="RingLink"/>.</summary>
internal interface IRingUser
{
    /// <summary>A record came.</summary>
    /// <param name="flow">Its tag.</param>
    /// <param name="record">In shared memory, which the peer may write: each byte that decides is read once.</param>
    /// <param name="now">The present.</param>
    /// <returns>False: it cannot go on now; it stays, until <see cref="RingLink.Resume"/>.</returns>
    bool HandleRecord(uint flow, ReadOnlySpan<byte> record, Instant now);

    /// <summary>All records that are taken for now were handed over.</summary>
    void HandleServed(Instant now)
    {
    }

    /// <summary>There was no room for a record, and now there is.</summary>
    void HandleRoom(Instant now);

    /// <summary>A turn ends: what is written now is published with what it wrote.</summary>
    void HandleTurnEnd(Instant now);

    /// <summary>The peer broke the ring: nothing comes through any more.</summary>
    void HandleCorrupt(Instant now);
}
