using Lamina.Core;
using Lamina.Ipc.Udp.Dns;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>
/// Where names are in a udp layer: here, where somebody said by hand, where somebody said so lately, or where peers or DNS say
/// so when asked. In this order; a member finds itself only by a name that is registered here.
/// </summary>
internal sealed class UdpDirectory
{
    private const int MaxLookups = 1024;

    private readonly UdpCounters _counters;
    private readonly NamedPlaces _named;
    private readonly KnownPlaces _known;
    private readonly UdpPeers _peers;
    private readonly Dictionary<ulong, UdpLookup> _byCookie = [];
    private readonly Dictionary<NameHash, UdpLookup> _byHash = [];

    // Who waits for the hosts file to be read.
    private readonly HashSet<IUdpResolveSink> _reading = [];
    private bool _isShutDown;

    public UdpDirectory(MachineContext context, UdpSettings settings, UdpTransport transport, UdpCounters counters)
    {
        _counters = counters;
        Context = context;
        Settings = settings;
        Transport = transport;
        Cache = new UdpCache(settings.CacheLifetime);
        Dns = settings.Dns is { } dns ? new DnsResolver(context, dns, transport.Self) : null;
        _named = new NamedPlaces(settings, transport.Self, HandlePeerMoved);
        _known = new KnownPlaces(settings, transport.Self, _named);
        _peers = new UdpPeers(settings.Peers, _named, transport.Self);
    }

    public MachineContext Context { get; }

    public UdpSettings Settings { get; }

    public UdpTransport Transport { get; }

    public UdpCache Cache { get; }

    /// <summary>Null where there is no server to ask.</summary>
    public DnsResolver? Dns { get; }

    /// <summary>Names that are registered here.</summary>
    public HashSet<NameHash> Names { get; } = [];

    /// <summary>The peers that this member was told of, and when they last answered.</summary>
    public IReadOnlyList<UdpPeerInfo> ToldPeers => [.. _peers.Told.Select(peer => new UdpPeerInfo(peer, _peers.AnsweredAt(peer)))];

    /// <summary>Tells it of a peer; false where it knows it already.</summary>
    public bool AddPeer(UdpEndpoint peer) => _peers.Add(peer);

    /// <summary>Takes that back.</summary>
    public void RemovePeer(UdpEndpoint peer) => _peers.Remove(peer);

    /// <summary>Finds every place where a name is known to be, or asks for it.</summary>
    public void Resolve(NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (Names.Contains(hash))
        {
            PostedResolution.Post(Context, sink, [Transport.Self], isFresh: true);
        }
        else if (Settings.HostsSource is { } source && !_isShutDown)
        {
            _reading.Add(sink);
            source.Refresh((entries, at) =>
            {
                if (entries is not null)
                {
                    _known.HandleHosts(entries);
                }

                if (_reading.Remove(sink))
                {
                    ResolveKnown(hash, sink, at);
                }
            });
        }
        else
        {
            ResolveKnown(hash, sink, now);
        }
    }

    /// <summary>Asks, whatever is known.</summary>
    public void LookUp(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (_byHash.TryGetValue(hash, out UdpLookup? running) && !running.HasConcluded)
        {
            running.Add(sink);
            return;
        }

        bool isFull = _byCookie.Count >= MaxLookups;
        if (isFull || _isShutDown)
        {
            _counters.QueriesRefused += isFull ? 1 : 0;
            PostedResolution.Post(Context, sink, [], isFresh: true);
            return;
        }

        List<UdpEndpoint> peers = _peers.ToList();
        if (peers.Count == 0)
        {
            AskDns(hash, sink, now);
            return;
        }

        var lookup = new UdpLookup(this, hash, Context.Random.NextUInt64(), peers);
        lookup.Add(sink);
        _byCookie[lookup.Cookie] = lookup;
        _byHash[hash] = lookup;
        lookup.HandleTimeout(now);
    }

    /// <summary>The last source.</summary>
    public void AskDns(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (Dns is null || _isShutDown)
        {
            PostedResolution.Post(Context, sink, [], isFresh: true);
        }
        else
        {
            Dns.Ask(hash, sink, now);
        }
    }

    /// <summary>
    /// Somebody does not want to know any more, and is not told but for what is in the run queue already. What is asked for
    /// nobody else is not asked any more.
    /// </summary>
    public void Withdraw(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        _reading.Remove(sink);
        if (_byHash.TryGetValue(hash, out UdpLookup? lookup))
        {
            lookup.Withdraw(sink);
        }

        Dns?.Withdraw(hash, sink, now);
    }

    /// <summary>A place did not do what was expected of it.</summary>
    public void HandleFailure(in NameHash hash, UdpEndpoint place, CloseReason reason, Instant now)
    {
        Cache.Drop(hash, place);
        Dns?.Forget(hash);
        if (reason == CloseReason.Timeout)
        {
            HandleSilence(place, now);
        }
    }

    /// <summary>Whoever is there does not answer.</summary>
    public void HandleSilence(UdpEndpoint place, Instant now) => _named.HandleSilence(place, now);

    public void HandleQuery(in UdpQueryPdu query, UdpEndpoint from, Instant now)
    {
        Span<byte> datagram = stackalloc byte[32];
        _peers.HandleAsked(from, UdpQueryPdu.LengthOf(query.Hash), now);
        int length = new UdpQueryReplyPdu(query.Cookie, Names.Contains(query.Hash)).Write(datagram);
        // Shorter than the question, so it goes in any case; what it takes of the budget is no question's any more.
        _peers.MaySend(from, length);
        Transport.SendDatagram(from, datagram[..length], now);
    }

    public void HandleAnswer(ulong cookie, bool isFound, UdpEndpoint from, Instant now)
    {
        if (_byCookie.TryGetValue(cookie, out UdpLookup? lookup))
        {
            _peers.HandleAnswered(from, now);
            lookup.HandleReply(from, isFound, now);
        }
    }

    /// <summary>Sends a question, unless its receiver may never have asked us for anything and has been sent enough.</summary>
    public void SendQuestion(UdpEndpoint peer, ReadOnlySpan<byte> question, Instant now)
    {
        if (_peers.MaySend(peer, question.Length) || peer == Transport.Self)
        {
            Transport.SendDatagram(peer, question, now);
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

        Dns?.Shutdown(now);
    }

    private void ResolveKnown(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        UdpEndpoint[] known = [.. _known.Find(hash).Union(Cache.Find(hash, now)).Union(Dns?.Find(hash, now) ?? [])];
        if (known.Length > 0)
        {
            PostedResolution.Post(Context, sink, known, isFresh: false);
        }
        else
        {
            LookUp(hash, sink, now);
        }
    }

    private void HandlePeerMoved(UdpEndpoint peer, Instant now)
    {
        foreach (UdpLookup lookup in _byCookie.Values)
        {
            lookup.HandlePeerMoved(peer, now);
        }
    }
}
