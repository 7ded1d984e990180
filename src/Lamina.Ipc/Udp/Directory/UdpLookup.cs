using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>
/// One question to all peers, repeated. The first yes answers it; later ones, while it is repeated, are alternatives
/// for the cache. A no of everybody answers it too.
/// </summary>
internal sealed class UdpLookup : ITimed
{
    private readonly UdpDirectory _directory;
    private readonly MachineTimer _timer;
    private readonly List<UdpEndpoint> _peers;
    private readonly HashSet<UdpEndpoint> _answered = [];
    private readonly List<IUdpResolveSink> _sinks = [];
    private int _attempts;

    public UdpLookup(UdpDirectory directory, NameHash hash, ulong cookie, List<UdpEndpoint> peers)
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

    /// <summary>One of the sinks does not want to know any more; without any, nobody is asked.</summary>
    public void Withdraw(IUdpResolveSink sink)
    {
        if (!HasConcluded && _sinks.Remove(sink) && _sinks.Count == 0)
        {
            HasConcluded = true;
            _timer.Remove();
            _directory.Forget(this);
        }
    }

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
        if (_peers.TrueForAll(_answered.Contains))
        {
            End(now);
        }
    }

    /// <summary>A peer that was silent has another address now.</summary>
    public void HandlePeerMoved(UdpEndpoint peer, Instant now)
    {
        if (!HasConcluded && !_peers.Contains(peer))
        {
            _peers.Add(peer);
            SendQuestion(peer, now);
        }
    }

    public void End(Instant now)
    {
        _timer.Remove();
        _directory.Forget(this);
        if (HasConcluded)
        {
            return;
        }

        // The peers do not know: whoever else may know is asked.
        HasConcluded = true;
        foreach (IUdpResolveSink sink in _sinks)
        {
            _directory.AskDns(Hash, sink, now);
        }
    }

    private void Ask(Instant now)
    {
        foreach (UdpEndpoint peer in _peers.ToArray())
        {
            if (!_answered.Contains(peer))
            {
                SendQuestion(peer, now);
                if (_attempts > 1)
                {
                    _directory.HandleSilence(peer, now);
                }
            }
        }
    }

    private void SendQuestion(UdpEndpoint peer, Instant now)
    {
        Span<byte> datagram = stackalloc byte[128];
        int length = new UdpQueryPdu(Cookie, Hash).Write(datagram);
        _directory.SendQuestion(peer, datagram[..length], now);
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
