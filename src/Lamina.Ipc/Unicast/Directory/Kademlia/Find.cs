using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>All who wait at present to hear who serves a hash, and how long they have.</summary>
internal sealed class Find(NameHash hash, bool isThorough, Instant started)
{
    public NameHash Hash { get; } = hash;

    /// <summary>True where all homes are asked, since those that were found first have failed.</summary>
    public bool IsThorough { get; } = isThorough;

    public Instant Started { get; } = started;

    public List<IDirectorySink> Sinks { get; } = [];

    /// <summary>The last look-up that was started for it.</summary>
    public LookUp? LookUp { get; set; }

    /// <summary>When it is asked again; never while a look-up runs.</summary>
    public Instant Retry { get; set; } = Instant.Never;
}
