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

    /// <summary>True while it is an answer to who asks.</summary>
    public bool IsLive(Instant now) => !IsWithdrawn && Expires > now;
}
