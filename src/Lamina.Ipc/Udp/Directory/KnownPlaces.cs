using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>Places that somebody told by hand: the static map first, then the hosts file as it was read last.</summary>
internal sealed class KnownPlaces(UdpSettings settings, UdpEndpoint self, NamedPlaces named)
{
    private readonly ILookup<NameHash, UdpEndpoint> _map = Index(settings.Hosts, self);
    private ILookup<NameHash, UdpEndpoint> _hosts = Index([], self);

    public IEnumerable<UdpEndpoint> Find(in NameHash name) => _map[name].Union(named.Find(name)).Union(_hosts[name]);

    /// <summary>The hosts file says something else now.</summary>
    public void HandleHosts(IReadOnlyList<HostEntry> entries) => _hosts = Index(entries, self);

    // A socket of IPv4 cannot send to IPv6: waiting for an answer from there would only cost time.
    private static ILookup<NameHash, UdpEndpoint> Index(IEnumerable<HostEntry> entries, UdpEndpoint self) => entries
        .Where(entry => entry.Endpoint != self && (entry.Endpoint.IsIPv4 || !self.IsIPv4))
        .Distinct()
        .ToLookup(entry => entry.Hash, entry => entry.Endpoint);
}
