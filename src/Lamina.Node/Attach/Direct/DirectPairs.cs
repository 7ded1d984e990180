using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach.Direct;

/// <summary>
/// Brokers memory between attached programs that have direct flows with each other: one <see cref="DirectPair"/> for two processes. Where
/// that cannot be had, their flows go through this stack. Design: docs/design/DIRECT.md.
/// </summary>
/// <param name="context">The stack's.</param>
/// <param name="ringCapacity">Bytes of each ring; 0: no memory is given.</param>
internal sealed class DirectPairs(MachineContext context, int ringCapacity)
{
    /// <summary>Programs that one program may share memory with at a time.</summary>
    public const int MaxPerProcess = 64;

    private const int MaxPairs = 4096;

    private readonly Dictionary<uint, DirectPair> _pairs = [];
    private readonly Dictionary<AttachSession, List<DirectPair>> _pairsOf = [];
    private uint _lastNumber;

    /// <summary>Pairs at present.</summary>
    public int Count => _pairs.Count;

    /// <summary>Flows that were given a way past this stack.</summary>
    public long FlowsPassed { get; private set; }

    /// <summary>Pairs that ended because one side said that what is in the memory makes no sense.</summary>
    public long Broken { get; private set; }

    /// <summary>How long a pair stays without a flow: programs that talked once talk again.</summary>
    public Duration Linger { get; set; } = Duration.FromSeconds(10);

    internal MachineContext Context => context;

    /// <summary>Says whether flows between two programs may go past this stack, as far as that is known before.</summary>
    public bool MayShare(AttachSession one, AttachSession other) =>
        ringCapacity > 0 && one != other && one.CanShareMemory && other.CanShareMemory;

    /// <summary>Gives a flow its way, and tells both programs.</summary>
    /// <returns>False: it goes through this stack.</returns>
    public bool TryJoin(SessionFlow requester, SessionFlow acceptor, Instant now)
    {
        if (!MayShare(requester.Session, acceptor.Session))
        {
            return false;
        }

        DirectPair? pair = PairsOf(requester.Session).Find(pair => pair.Has(acceptor.Session)) ?? Open(requester.Session, acceptor.Session, now);
        if (pair is null)
        {
            return false;
        }

        pair.Join(requester, acceptor, now);
        FlowsPassed++;
        return true;
    }

    /// <summary>A program says that it cannot go on with memory that it shares.</summary>
    /// <returns>False: it never had it.</returns>
    public bool TryFail(AttachSession session, AttachPair failed, Instant now)
    {
        if (failed.Number > _lastNumber)
        {
            session.Counters.RefusedFlowId++;
            return false;
        }

        // One that is over was broken at the same moment.
        if (!_pairs.TryGetValue(failed.Number, out DirectPair? pair))
        {
            return true;
        }

        if (!pair.Has(session))
        {
            session.Counters.RefusedFlowId++;
            return true;
        }

        SessionFlow[] flows = [.. pair.Flows];
        End(pair, now);
        if (!failed.Detail)
        {
            // It will not do better with the next one.
            session.CanShareMemory = false;
            Array.ForEach(flows, flow => flow.TakeWayThroughStack());
            return true;
        }

        Broken++;
        context.Events?.Handle(
            StackEventKind.AttachViolation,
            pair.OtherOf(session).Description,
            $"or {session.Description} broke the memory that they share: their flows with each other were closed");
        foreach (SessionFlow flow in flows)
        {
            if (flow.Session == session)
            {
                flow.Fail(CloseReason.ProtocolError, now);
            }
        }

        return true;
    }

    /// <summary>A program has gone.</summary>
    public void HandleGone(AttachSession session, Instant now)
    {
        foreach (DirectPair pair in PairsOf(session).ToArray())
        {
            End(pair, now);
        }
    }

    internal void End(DirectPair pair, Instant now)
    {
        if (_pairs.Remove(pair.Number))
        {
            Forget(pair.Maker, pair);
            Forget(pair.Other, pair);
            pair.End(now);
        }
    }

    private List<DirectPair> PairsOf(AttachSession session) => _pairsOf.GetValueOrDefault(session) ?? [];

    private DirectPair? Open(AttachSession maker, AttachSession other, Instant now)
    {
        if (_pairs.Count >= MaxPairs || PairsOf(maker).Count >= MaxPerProcess || PairsOf(other).Count >= MaxPerProcess)
        {
            return null;
        }

        var pair = new DirectPair(this, ++_lastNumber, maker, other);
        if (!pair.TryOffer(ringCapacity, now))
        {
            pair.Dispose();
            return null;
        }

        _pairs.Add(pair.Number, pair);
        Remember(maker, pair);
        Remember(other, pair);
        return pair;
    }

    private void Remember(AttachSession session, DirectPair pair)
    {
        if (!_pairsOf.TryGetValue(session, out List<DirectPair>? pairs))
        {
            _pairsOf.Add(session, pairs = []);
        }

        pairs.Add(pair);
    }

    private void Forget(AttachSession session, DirectPair pair)
    {
        if (_pairsOf.TryGetValue(session, out List<DirectPair>? pairs) && pairs.Remove(pair) && pairs.Count == 0)
        {
            _pairsOf.Remove(session);
        }
    }
}
