using Lamina.Core;
using Lamina.Ipc.Udp.Directory;
using Lamina.Wire.Dns;

namespace Lamina.Ipc.Udp.Dns;

/// <summary>
/// Asks one DNS server for the addresses of names: the host's name is the MD5 of the name in hexadecimal. A stub resolver, as
/// RFC 1123, section 6.1, calls it: bounded, patient for three seconds, mindful of how long an answer holds.
/// </summary>
internal sealed class DnsResolver : IDatagramUser
{
    /// <summary>Names looked up at a time.</summary>
    public const int MaxLookups = 256;

    // An answer that never holds would make every allocation wait; one that holds for days hides that somebody moved.
    private static readonly Duration ShortestLife = Duration.FromSeconds(1);
    private static readonly Duration LongestLife = Duration.FromSeconds(3600);
    private static readonly Duration LifeOfNo = Duration.FromSeconds(10);

    private readonly MachineContext _context;
    private readonly DnsSettings _settings;
    private readonly DnsCache _cache = new();
    private readonly Dictionary<ushort, DnsLookup> _byId = [];
    private readonly Dictionary<NameHash, DnsLookup> _byHash = [];
    private readonly bool _asksIPv6;

    public DnsResolver(MachineContext context, DnsSettings settings, UdpEndpoint self)
    {
        _context = context;
        _settings = settings;
        // A socket bound to an IPv4 address cannot send to the other.
        _asksIPv6 = !self.IsIPv4;
        Self = self;
        settings.Port.User = this;
    }

    /// <summary>The layer's own end point.</summary>
    public UdpEndpoint Self { get; }

    /// <summary>Datagrams that are no answer to what was asked.</summary>
    public long Strays { get; private set; }

    /// <summary>What was answered and still holds.</summary>
    public IReadOnlyList<UdpEndpoint> Find(in NameHash hash, Instant now) =>
        _cache.TryGet(hash, now, out UdpEndpoint[] endpoints) ? endpoints : [];

    /// <summary>What was answered proved wrong.</summary>
    public void Forget(in NameHash hash) => _cache.Remove(hash);

    public void Ask(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (_cache.TryGet(hash, now, out UdpEndpoint[] known))
        {
            PostedResolution.Post(_context, sink, known, isFresh: true);
        }
        else if (_byHash.TryGetValue(hash, out DnsLookup? running))
        {
            running.Add(sink);
        }
        else if (_byHash.Count >= MaxLookups)
        {
            PostedResolution.Post(_context, sink, [], isFresh: true);
        }
        else
        {
            Start(hash, sink, now);
        }
    }

    /// <summary>Somebody who asked does not want to know any more.</summary>
    public void Withdraw(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        if (_byHash.TryGetValue(hash, out DnsLookup? running))
        {
            running.Withdraw(sink, now);
        }
    }

    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        for (int i = 0; i < train.Count; i++)
        {
            if (from == _settings.Server
                && DnsResponse.TryRead(train[i], out DnsResponse? response)
                && _byId.TryGetValue(response!.Id, out DnsLookup? lookup))
            {
                lookup.HandleResponse(response, now);
            }
            else
            {
                Strays++;
            }
        }
    }

    public void HandleWritable(Instant now)
    {
    }

    public void Send(in DnsQuery query, Instant now)
    {
        if (_context.Pool.TryRent(DnsQuery.MaxLength, out PacketBuffer buffer))
        {
            _settings.Port.Send(Train.Single(buffer, 0, query.Write(buffer.Span)), _settings.Server, now);
        }
    }

    public UdpEndpoint ToEndpoint(DnsRecordType type, in DnsAddress address) => type == DnsRecordType.A
        ? UdpEndpoint.FromIPv4((uint)address.Address, _settings.LayerPort)
        : new UdpEndpoint(address.Address, _settings.LayerPort);

    /// <summary>A look-up is over; <paramref name="answer"/> is null where the server did not say all.</summary>
    public void Conclude(DnsLookup lookup, UdpEndpoint[] found, List<DnsAddress>? answer, Instant now)
    {
        _byHash.Remove(lookup.Hash);
        foreach (DnsQuery query in lookup.Queries)
        {
            _byId.Remove(query.Id);
        }

        if (answer is null)
        {
            return;
        }

        Duration life = found.Length == 0 ? LifeOfNo : Duration.FromSeconds(answer.Min(address => address.TimeToLive));
        _cache.Set(lookup.Hash, found, now + Duration.Max(ShortestLife, Duration.Min(life, LongestLife)));
    }

    public void Shutdown(Instant now)
    {
        foreach (DnsLookup lookup in _byHash.Values.ToArray())
        {
            lookup.End(now);
        }

        _settings.Port.Close();
    }

    private void Start(in NameHash hash, IUdpResolveSink sink, Instant now)
    {
        List<DnsQuery> queries = [new(DrawId(), hash.ToHex(), DnsRecordType.A)];
        if (_asksIPv6)
        {
            queries.Add(new(DrawId(queries[0].Id), hash.ToHex(), DnsRecordType.Aaaa));
        }

        var lookup = new DnsLookup(this, _context, hash, queries);
        lookup.Add(sink);
        _byHash.Add(hash, lookup);
        foreach (DnsQuery query in queries)
        {
            _byId.Add(query.Id, lookup);
        }

        lookup.HandleTimeout(now);
    }

    private ushort DrawId(int taken = -1)
    {
        ushort id;
        do
        {
            id = (ushort)_context.Random.NextUInt64();
        }
        while (id == taken || _byId.ContainsKey(id));
        return id;
    }
}
