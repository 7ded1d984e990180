using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// The memory of flows that are gone, for 3 MPL + A + R (Delta-t, Watson 1981): until then a packet or a request of
/// theirs may still be on its way. It expires by itself when it is used; only what a storm of flows has left waits for a
/// timer, since nobody may come any more.
/// </summary>
internal sealed class ClosedFlows<TPeer> : ITimed
    where TPeer : struct, IEquatable<TPeer>
{
    private const int SmallCapacity = 1024;

    private readonly int _limit;
    private readonly MachineTimer _timer;
    private readonly Queue<Entry> _byAge = new();
    private readonly Dictionary<(TPeer Peer, ulong RemoteEid), CloseReason> _requests = [];
    private readonly Dictionary<ulong, CloseReason> _eids = [];
    private Instant _lastUntil;

    public ClosedFlows(TimerQueue timers, int limit)
    {
        _limit = limit;
        _timer = new MachineTimer(timers, this);
    }

    /// <summary>Flows remembered now.</summary>
    public int Count => _byAge.Count;

    /// <summary>Remembers a flow; a remote EID of 0 means that the peer never named one.</summary>
    public void Add(ulong eid, TPeer peer, ulong remoteEid, CloseReason reason, Instant until)
    {
        if (_byAge.Count >= _limit)
        {
            Forget(_byAge.Dequeue());
        }

        _byAge.Enqueue(new Entry(eid, peer, remoteEid, until));
        _lastUntil = until;
        if (_byAge.Count > SmallCapacity && _timer.Deadline == Instant.Never)
        {
            // By then most of the storm is forgotten; what came later waits for the next look.
            _timer.Set(until);
        }

        _eids[eid] = reason;
        if (remoteEid != 0)
        {
            _requests[(peer, remoteEid)] = reason;
        }
    }

    public bool TryGetReason(TPeer peer, ulong remoteEid, Instant now, out CloseReason reason)
    {
        Expire(now);
        return _requests.TryGetValue((peer, remoteEid), out reason);
    }

    public bool Contains(ulong eid, Instant now) => TryGetReason(eid, now, out _);

    public bool TryGetReason(ulong eid, Instant now, out CloseReason reason)
    {
        Expire(now);
        return _eids.TryGetValue(eid, out reason);
    }

    public void HandleTimeout(Instant now)
    {
        _timer.Stop();
        Expire(now);
        if (_byAge.Count > 0)
        {
            _timer.Set(_lastUntil);
        }
    }

    public void Clear()
    {
        _timer.Remove();
        _byAge.Clear();
        _requests.Clear();
        _eids.Clear();
    }

    private void Expire(Instant now)
    {
        while (_byAge.TryPeek(out Entry oldest) && oldest.Until <= now)
        {
            Forget(_byAge.Dequeue());
        }

        if (_byAge.Count == 0 && _byAge.Capacity > SmallCapacity)
        {
            // There was a storm of flows, and it is over: the room that it took goes back.
            _byAge.TrimExcess();
            _requests.TrimExcess();
            _eids.TrimExcess();
        }
    }

    private void Forget(in Entry entry)
    {
        _eids.Remove(entry.Eid);
        _requests.Remove((entry.Peer, entry.RemoteEid));
    }

    private readonly record struct Entry(ulong Eid, TPeer Peer, ulong RemoteEid, Instant Until);
}
