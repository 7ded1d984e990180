using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>
/// Peers that nobody told us of, and that asked us. Until one of them has answered a question of ours it may be somebody in whose name others
/// ask: it gets no more than three times the bytes that came from it, and is the first to go.
/// </summary>
internal sealed class Askers
{
    /// <summary>Askers kept; the one that has not asked for longest goes first, but those that answered once stay a minute.</summary>
    public const int Limit = 256;

    private const int NewPerSecond = 64;
    private static readonly Duration Memory = Duration.FromSeconds(60);

    private readonly LinkedList<Asker> _byAge = [];
    private readonly Dictionary<UdpEndpoint, LinkedListNode<Asker>> _askers = [];
    private Allowance _new = new(Limit, NewPerSecond);

    /// <summary>All, the one that has not asked for longest first.</summary>
    public IEnumerable<UdpEndpoint> All => _byAge.Select(asker => asker.Peer);

    public void HandleAsked(UdpEndpoint from, int length, Instant now)
    {
        if (_askers.TryGetValue(from, out LinkedListNode<Asker>? node))
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
        }
        else if (_new.TryTake(now) && TryMakeRoom(now))
        {
            var asker = new Asker(from);
            asker.Budget.Begin();
            node = _byAge.AddLast(asker);
            _askers.Add(from, node);
        }
        else
        {
            return;
        }

        node.Value.AskedAt = now;
        node.Value.Budget.Hear(length);
    }

    public void HandleAnswered(UdpEndpoint from)
    {
        if (_askers.TryGetValue(from, out LinkedListNode<Asker>? node))
        {
            node.Value.Budget.End();
        }
    }

    public bool MaySend(UdpEndpoint to, int length) =>
        _askers.TryGetValue(to, out LinkedListNode<Asker>? node) && node.Value.Budget.TrySpend(length);

    private bool TryMakeRoom(Instant now)
    {
        if (_askers.Count < Limit)
        {
            return true;
        }

        LinkedListNode<Asker>? oldest = _byAge.First;
        while (oldest is { Value: { Budget.IsBound: false } known } && now - known.AskedAt < Memory)
        {
            oldest = oldest.Next;
        }

        if (oldest is null)
        {
            return false;
        }

        _askers.Remove(oldest.Value.Peer);
        _byAge.Remove(oldest);
        return true;
    }

    private sealed class Asker(UdpEndpoint peer)
    {
        public AnswerBudget Budget;

        public UdpEndpoint Peer => peer;

        public Instant AskedAt { get; set; }
    }
}
