using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>That a member serves a hash, or does not any more.</summary>
/// <param name="Member">The serving member.</param>
/// <param name="Sequence">Its own count of what it says.</param>
/// <param name="IsWithdrawn">True for a mark: it served it.</param>
/// <param name="Expires">When it is forgotten.</param>
internal readonly record struct DirectoryEntry(Address Member, ulong Sequence, bool IsWithdrawn, Instant Expires)
{
    /// <summary>The member's word for it; empty in layers that prove nothing.</summary>
    public ReadOnlyMemory<byte> Proof { get; init; }

    /// <summary>Who gave that word; nobody in layers that prove nothing, and of what this member says itself.</summary>
    public PeerIdentity Speaker { get; init; }

    /// <summary>True where an entry that is held is somebody else's, and so not for this one to change.</summary>
    public bool IsOfOther(in DirectoryEntry held) =>
        held.Speaker != PeerIdentity.Anonymous && Speaker != PeerIdentity.Anonymous && held.Speaker != Speaker;

    /// <summary>True while it is an answer to who asks.</summary>
    public bool IsLive(Instant now) => !IsWithdrawn && Expires > now;
}
