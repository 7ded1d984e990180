using Lamina.Core;
using Lamina.Ipc.Udp.Directory;
using Lamina.Wire.Dns;

namespace Lamina.Ipc.Udp.Dns;

/// <summary>One name that is being looked up: a question for each kind of address, repeated until both are answered.</summary>
internal sealed class DnsLookup : ITimed
{
    /// <summary>How often a question is asked.</summary>
    public const int Attempts = 3;

    /// <summary>Time between: a server that asks others needs some.</summary>
    public static readonly Duration Interval = Duration.FromSeconds(1);

    private readonly DnsResolver _resolver;
    private readonly MachineTimer _timer;
    private readonly List<IUdpResolveSink> _sinks = [];
    private readonly List<DnsQuery> _unanswered;
    private readonly List<DnsAddress> _addresses = [];
    private readonly List<UdpEndpoint> _endpoints = [];
    private bool _hasFailed;
    private int _attempts;

    public DnsLookup(DnsResolver resolver, MachineContext context, NameHash hash, List<DnsQuery> queries)
    {
        _resolver = resolver;
        _timer = new MachineTimer(context.Timers, this);
        _unanswered = queries;
        Hash = hash;
        Queries = [.. queries];
    }

    public NameHash Hash { get; }

    public IReadOnlyList<DnsQuery> Queries { get; }

    public void Add(IUdpResolveSink sink) => _sinks.Add(sink);

    /// <summary>One of the sinks does not want to know any more; without any, nobody is asked.</summary>
    public void Withdraw(IUdpResolveSink sink, Instant now)
    {
        if (_sinks.Remove(sink) && _sinks.Count == 0)
        {
            _timer.Remove();
            _resolver.Conclude(this, [], null, now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (_attempts == Attempts)
        {
            _hasFailed = true;
            End(now);
            return;
        }

        _attempts++;
        _timer.Set(now + Interval);
        foreach (DnsQuery query in _unanswered)
        {
            _resolver.Send(query, now);
        }
    }

    public void HandleResponse(DnsResponse response, Instant now)
    {
        // Everything that was asked must be in the answer (RFC 5452, section 3): the identification alone is soon guessed.
        int index = _unanswered.FindIndex(query => query.Id == response.Id && query.Type == response.Type);
        if (index < 0 || !string.Equals(_unanswered[index].Label, response.Label, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        _unanswered.RemoveAt(index);
        _hasFailed |= response.Code is not (0 or DnsResponse.NoSuchName);
        _addresses.AddRange(response.Addresses);
        _endpoints.AddRange(response.Addresses.Select(address => _resolver.ToEndpoint(response.Type, address)));
        if (_unanswered.Count == 0)
        {
            End(now);
        }
    }

    /// <summary>With what is known.</summary>
    public void End(Instant now)
    {
        _timer.Remove();
        UdpEndpoint[] found = [.. _endpoints.Distinct().Where(endpoint => endpoint != _resolver.Self)];
        _resolver.Conclude(this, found, _hasFailed ? null : _addresses, now);
        foreach (IUdpResolveSink sink in _sinks)
        {
            sink.HandleResolved(found, isFresh: true, now);
        }
    }
}
