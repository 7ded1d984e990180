using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp;

/// <summary>
/// Where names are in a udp layer: here, where somebody said by hand, where a peer said so lately, or where one says so
/// when asked. In this order; a member finds itself only by a name that is registered here.
/// </summary>
internal sealed class UdpDirectory(MachineContext context, UdpSettings settings, UdpTransport transport, UdpCounters counters)
{
    private const int MaxLookups = 1024;

    private readonly UdpPeers _peers = new(settings.Peers, transport.Self);
    private readonly ILookup<NameHash, UdpEndpoint> _hosts = settings.Hosts
        .Where(entry => entry.Endpoint != transport.Self)
        .Distinct()
        .ToLookup(entry => entry.Hash, entry => entry.Endpoint);

    private readonly Dictionary<ulong, UdpLookup> _byCookie = [];
    private readonly Dictionary<NameHash, UdpLookup> _byHash = [];
    private bool _isShutDown;

    public MachineContext Context => context;

    public UdpSettings Settings => settings;

    public UdpTransport Transport => transport;

    public UdpCache Cache { get; } = new(settings.CacheLifetime);

    /// <summary>Names that are registered here.</summary>
    public HashSet<NameHash> Names { get; } = [];

    /// <summary>Finds every place where a name is known to be, or asks the peers.</summary>
    public void Resolve(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (Names.Contains(hash))
        {
            PostedResolution.Post(context, sink, [transport.Self], isFresh: true);
            return;
        }

        UdpEndpoint[] known = [.. _hosts[hash].Union(Cache.Find(hash, now))];
        if (known.Length > 0)
        {
            PostedResolution.Post(context, sink, known, isFresh: false);
        }
        else
        {
            LookUp(hash, sink, now);
        }
    }

    /// <summary>Asks the peers, whatever is known.</summary>
    public void LookUp(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (_byHash.TryGetValue(hash, out UdpLookup? running) && !running.HasConcluded)
        {
            running.Add(sink);
            return;
        }

        bool isFull = _byCookie.Count >= MaxLookups;
        if (isFull || _peers.Count == 0 || _isShutDown)
        {
            counters.QueriesRefused += isFull ? 1 : 0;
            PostedResolution.Post(context, sink, [], isFresh: true);
            return;
        }

        var lookup = new UdpLookup(this, hash, context.Random.NextUInt64(), _peers.ToArray());
        lookup.Add(sink);
        _byCookie[lookup.Cookie] = lookup;
        _byHash[hash] = lookup;
        lookup.HandleTimeout(now);
    }

    public void HandleQuery(in UdpQueryPdu query, UdpEndpoint from, Instant now)
    {
        _peers.HandleAsked(from);
        Span<byte> datagram = stackalloc byte[32];
        int length = new UdpQueryReplyPdu(query.Cookie, Names.Contains(query.Hash)).Write(datagram);
        transport.SendDatagram(from, datagram[..length], now);
    }

    public void HandleAnswer(ulong cookie, bool isFound, UdpEndpoint from, Instant now)
    {
        if (_byCookie.TryGetValue(cookie, out UdpLookup? lookup))
        {
            lookup.HandleReply(from, isFound, now);
        }
    }

    public void Forget(UdpLookup lookup)
    {
        _byCookie.Remove(lookup.Cookie);
        if (_byHash.TryGetValue(lookup.Hash, out UdpLookup? latest) && latest == lookup)
        {
            _byHash.Remove(lookup.Hash);
        }
    }

    public void Shutdown(Instant now)
    {
        _isShutDown = true;
        Names.Clear();
        foreach (UdpLookup lookup in _byCookie.Values.ToArray())
        {
            lookup.End(now);
        }
    }
}
