using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp;

/// <summary>
/// One question to all peers, repeated. The first yes answers it; later ones, while it is repeated, are alternatives
/// for the cache. A no of everybody answers it too.
/// </summary>
internal sealed class UdpLookup : ITimed
{
    private readonly UdpDirectory _directory;
    private readonly MachineTimer _timer;
    private readonly UdpEndpoint[] _peers;
    private readonly HashSet<UdpEndpoint> _answered = [];
    private readonly List<IUdpResolveSink> _sinks = [];
    private int _attempts;

    public UdpLookup(UdpDirectory directory, NameHash hash, ulong cookie, UdpEndpoint[] peers)
    {
        _directory = directory;
        _timer = new MachineTimer(directory.Context.Timers, this);
        _peers = peers;
        Hash = hash;
        Cookie = cookie;
    }

    public NameHash Hash { get; }

    public ulong Cookie { get; }

    /// <summary>True once its sinks have been told.</summary>
    public bool HasConcluded { get; private set; }

    public void Add(IUdpResolveSink sink) => _sinks.Add(sink);

    public void HandleTimeout(Instant now)
    {
        if (_attempts == _directory.Settings.QueryAttempts)
        {
            End(now);
            return;
        }

        _attempts++;
        _timer.Set(now + _directory.Settings.QueryInterval);
        if (!HasConcluded)
        {
            Ask(now);
        }
    }

    public void HandleReply(UdpEndpoint from, bool isFound, Instant now)
    {
        _answered.Add(from);
        if (isFound)
        {
            _directory.Cache.Add(Hash, from, now);
            Conclude([from], now);
        }

        // A peer may answer from another address than it was asked at; then the time-out ends it.
        if (Array.TrueForAll(_peers, _answered.Contains))
        {
            End(now);
        }
    }

    public void End(Instant now)
    {
        _timer.Remove();
        _directory.Forget(this);
        Conclude([], now);
    }

    private void Ask(Instant now)
    {
        Span<byte> datagram = stackalloc byte[128];
        int length = new UdpQueryPdu(Cookie, Hash).Write(datagram);
        foreach (UdpEndpoint peer in _peers)
        {
            if (!_answered.Contains(peer))
            {
                _directory.Transport.SendDatagram(peer, datagram[..length], now);
            }
        }
    }

    private void Conclude(UdpEndpoint[] endpoints, Instant now)
    {
        if (HasConcluded)
        {
            return;
        }

        HasConcluded = true;
        foreach (IUdpResolveSink sink in _sinks)
        {
            sink.HandleResolved(endpoints, isFresh: true, now);
        }
    }
}
