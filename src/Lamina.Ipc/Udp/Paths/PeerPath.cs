using Lamina.Core;

namespace Lamina.Ipc.Udp.Paths;

/// <summary>
/// The path to one peer: how long a datagram may be so that it is sure to arrive. Found by asking (RFC 8899 in its ideas);
/// what routers say about it is never believed. Nothing runs while nothing long is sent: the packet path calls
/// <see cref="HandleUse"/> whenever <see cref="IsWatched"/> is false.
/// </summary>
internal sealed class PeerPath : ITimed
{
    /// <summary>How often a size is asked for before silence is a no.</summary>
    public const int Attempts = 3;

    /// <summary>Patience after the first attempt; doubled after each. Longer than most round trips; a late answer counts too.</summary>
    public static readonly Duration FirstPatience = Duration.FromMilliseconds(250);

    /// <summary>How long a size in use is believed. With the attempts, the bound of a black hole: 6.75 s.</summary>
    public static readonly Duration WatchInterval = Duration.FromSeconds(5);

    /// <summary>After so long a path in use is asked for more (RFC 8899, PMTU_RAISE_TIMER).</summary>
    public static readonly Duration RaiseInterval = Duration.FromSeconds(600);

    private readonly PathTable _table;
    private readonly MachineTimer _timer;
    private PathSearch? _search;
    private ulong _cookie;
    private int _asked;
    private int _attempts;
    private bool _isKnown;
    private Instant _confirmedAt;
    private Instant _searchedAt;
    private uint _number;

    public PeerPath(PathTable table, UdpEndpoint peer)
    {
        _table = table;
        _timer = new MachineTimer(table.Context.Timers, this);
        _number = (uint)table.Context.Random.NextUInt64();
        Peer = peer;
    }

    public UdpEndpoint Peer { get; }

    /// <summary>Bytes of a datagram that arrives whole.</summary>
    public int Sure { get; private set; } = PathSizes.Base;

    /// <summary>What the path was found to carry; null while that is not known.</summary>
    public int? Known => _isKnown ? Sure : null;

    /// <summary>False: whoever sends a datagram above the base must say so.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>A number for a datagram that goes in pieces.</summary>
    public uint NextNumber() => _number++;

    /// <summary>Something long is being sent.</summary>
    public void HandleUse(Instant now)
    {
        if (IsWatched || _table.IsShutDown)
        {
            return;
        }

        IsWatched = true;
        if (!_isKnown || now >= _searchedAt + RaiseInterval)
        {
            Search(_isKnown ? new PathSearch(Sure) : new PathSearch(), now);
        }
        else
        {
            // The base is what is always believed: there only the raise can change something.
            _attempts = 0;
            _timer.Set(Sure == PathSizes.Base ? _searchedAt + RaiseInterval : Instant.Max(now, _confirmedAt + WatchInterval));
        }
    }

    public void HandleReply(ulong cookie, int length, Instant now)
    {
        if (cookie != _cookie || !IsWatched || PathSizes.Ladder.IndexOf(length) < 0)
        {
            return;
        }

        if (_search is null)
        {
            if (length >= Sure)
            {
                _confirmedAt = now;
                Rest();
            }
        }
        else if (length > _search.Confirmed)
        {
            _search.Confirm(length);
            Sure = Math.Max(Sure, length);
            Ask(now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (_search is null && _attempts == 0)
        {
            HandleWatchDue(now);
        }
        else if (_attempts < Attempts)
        {
            SendProbe(now);
        }
        else if (_search is not null)
        {
            _search.Refuse(_asked);
            Ask(now);
        }
        else
        {
            // What did arrive does not any more.
            _table.Counters.PathsShrunk++;
            Sure = PathSizes.Base;
            _isKnown = false;
            Search(new PathSearch(), now);
        }
    }

    /// <summary>Nobody waits for answers any more.</summary>
    public void Retire()
    {
        _timer.Remove();
        _search = null;
        _isKnown = false;
        IsWatched = false;
        Sure = PathSizes.Base;
    }

    private void HandleWatchDue(Instant now)
    {
        if (Sure == PathSizes.Base || now >= _searchedAt + RaiseInterval)
        {
            Rest();
            return;
        }

        _cookie = _table.Context.Random.NextUInt64();
        _asked = Sure;
        SendProbe(now);
    }

    private void Search(PathSearch search, Instant now)
    {
        _search = search;
        _cookie = _table.Context.Random.NextUInt64();
        Ask(now);
    }

    /// <summary>Asks for the next size, or ends the search.</summary>
    private void Ask(Instant now)
    {
        while (!_search!.IsOver)
        {
            _asked = _search.Next;
            _attempts = 0;
            if (SendProbe(now))
            {
                return;
            }

            _search.Refuse(_asked);
        }

        _isKnown = !_search.IsSilent;
        _searchedAt = now;
        _confirmedAt = now;
        _search = null;
        Rest();
    }

    private bool SendProbe(Instant now)
    {
        _timer.Set(now + (FirstPatience * (1 << _attempts)));
        _attempts++;
        return _table.TrySendProbe(Peer, _cookie, _asked, now);
    }

    private void Rest()
    {
        _attempts = 0;
        _timer.Remove();
        IsWatched = false;
    }
}
