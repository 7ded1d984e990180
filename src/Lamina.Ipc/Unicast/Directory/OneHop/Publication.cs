using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>What this member tells the homes of one hash, and which of them have not acknowledged it yet.</summary>
internal sealed class Publication(NameHash hash) : IPublication
{
    /// <summary>The hash.</summary>
    public NameHash Hash { get; } = hash;

    /// <summary>Counts the changes; the homes keep the highest.</summary>
    public ulong Sequence { get; set; }

    /// <summary>Who was told last.</summary>
    public Address[] Homes { get; set; } = [];

    /// <summary>True once it is taken back; then it is forgotten when every home knows, or time is over.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>When it is told anew.</summary>
    public Instant Republish { get; set; }

    /// <summary>Homes that still have to acknowledge, each with the cookie that it was sent.</summary>
    public List<(Address Home, ulong Cookie)> Waiting { get; } = [];

    /// <inheritdoc/>
    public bool IsKnownByAll => Waiting.Count == 0;

    /// <inheritdoc/>
    public bool IsKnown => Waiting.Count == 0 || Waiting.Count < Homes.Length;

    /// <inheritdoc/>
    public bool IsUncertain => false;

    /// <summary>Transmissions since the last change.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is sent again to those who wait.</summary>
    public Instant Retransmit { get; set; } = Instant.Never;
}
