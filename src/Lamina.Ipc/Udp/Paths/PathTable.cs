using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp.Paths;

/// <summary>The paths to peers that something long was sent to; the oldest goes where there are too many.</summary>
internal sealed class PathTable(MachineContext context, IDatagramPort port, UdpCounters counters)
{
    /// <summary>Paths kept.</summary>
    public const int Limit = 4096;

    private readonly Dictionary<UdpEndpoint, PeerPath> _paths = [];
    private readonly Queue<PeerPath> _byAge = new();

    public MachineContext Context => context;

    public UdpCounters Counters => counters;

    public bool IsShutDown { get; private set; }

    /// <summary>The path to a peer.</summary>
    public PeerPath Get(UdpEndpoint peer)
    {
        if (_paths.TryGetValue(peer, out PeerPath? path))
        {
            return path;
        }

        if (_byAge.Count == Limit)
        {
            PeerPath oldest = _byAge.Dequeue();
            _paths.Remove(oldest.Peer);
            oldest.Retire();
        }

        path = new PeerPath(this, peer);
        _paths.Add(peer, path);
        _byAge.Enqueue(path);
        return path;
    }

    /// <summary>What a path was found to carry, in bytes of datagram; null where that is not known.</summary>
    public int? FindKnown(UdpEndpoint peer) => _paths.TryGetValue(peer, out PeerPath? path) ? path.Known : null;

    public void HandleReply(UdpEndpoint from, in UdpProbeReplyPdu reply, Instant now)
    {
        if (_paths.TryGetValue(from, out PeerPath? path))
        {
            path.HandleReply(reply.Cookie, reply.Length, now);
        }
    }

    /// <returns>False where this host knows already that the datagram is too long.</returns>
    public bool TrySendProbe(UdpEndpoint peer, ulong cookie, int length, Instant now)
    {
        if (!context.Pool.TryRent(length, out PacketBuffer buffer))
        {
            // As good as lost on the way.
            counters.NoBuffer++;
            return true;
        }

        new UdpProbePdu(cookie).Write(buffer.Span[..length]);
        bool isSent = port.TrySendWhole(Train.Single(buffer, 0, length), peer, now);
        counters.ProbesSent += isSent ? 1 : 0;
        return isSent;
    }

    public void Shutdown()
    {
        IsShutDown = true;
        foreach (PeerPath path in _byAge)
        {
            path.Retire();
        }

        _byAge.Clear();
        _paths.Clear();
    }
}
