using Lamina.Core;
using Lamina.Ipc.Udp.Dns;
using Lamina.Protocols.Allocation;

namespace Lamina.Ipc.Udp;

/// <summary>What a member of a udp layer is told when it is made.</summary>
public sealed record UdpSettings
{
    /// <summary>The layer's name.</summary>
    public required string Layer { get; init; }

    /// <summary>Members that are asked who has a name.</summary>
    public IReadOnlyList<UdpEndpoint> Peers { get; init; } = [];

    /// <summary>Names whose place is known by hand: a static map.</summary>
    public IReadOnlyList<HostEntry> Hosts { get; init; } = [];

    /// <summary>Peers and places of names that were told by the name of their host.</summary>
    public IReadOnlyList<NamedPlace> NamedPlaces { get; init; } = [];

    /// <summary>Finds those hosts again where they do not answer; null: nobody does.</summary>
    public IHostResolver? HostResolver { get; init; }

    /// <summary>A hosts file, looked at before every look-up; null: none.</summary>
    public IHostsSource? HostsSource { get; init; }

    /// <summary>A DNS server that is asked for names that no peer has; null: none.</summary>
    public DnsSettings? Dns { get; init; }

    /// <summary>True: peers need prove nothing. A udp layer has no authority, so nothing works directly on it without.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>Bits per second that flows may reserve of what this member sends; 0: nobody says, and nothing is reserved.</summary>
    public ulong Capacity { get; init; }

    /// <summary>How long an answer of a peer is believed. 30 s: a name that has moved is found again after one failure anyway.</summary>
    public Duration CacheLifetime { get; init; } = Duration.FromSeconds(30);

    /// <summary>Time between questions to the same peers. 200 ms: more than a round trip round the earth.</summary>
    public Duration QueryInterval { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>How often peers are asked before a name counts as unreachable. 3.</summary>
    public int QueryAttempts { get; init; } = 3;

    /// <summary>
    /// Times and bounds of flow allocation. The defaults, but a request is repeated every 500 ms at least: whoever comes up
    /// while somebody still tries is found within that time.
    /// </summary>
    public AllocatorSettings Allocator { get; init; } =
        AllocatorSettings.Default with { LongestRetry = Duration.FromMilliseconds(500) };
}
