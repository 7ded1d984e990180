using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Forwarding;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>
/// Link state routing of a member: says what links it has when they change and every 15 s, passes on what is new over all
/// other management flows, gives a new neighbour the whole database, and makes the forwarding table. What is not said
/// again for 60 s is forgotten.
/// </summary>
internal sealed class LinkStateMachine : ITimed, IDeferred
{
    private static readonly Duration Refresh = Duration.FromSeconds(15);
    private static readonly Duration Lifetime = Duration.FromSeconds(60);

    // Many changes come together; one computation serves them all.
    private static readonly Duration Pause = Duration.FromMilliseconds(10);

    private readonly Address _self;
    private readonly ulong _instance;
    private readonly bool _isRouter;
    private readonly MachineContext _context;
    private readonly AdjacencyTable _adjacencies;
    private readonly DataTransferMachine _data;
    private readonly IRoutingPolicy _policy;
    private readonly IRoutesUser _user;
    private readonly MachineTimer _timer;
    private readonly SyncAnswers _syncAnswers = new();
    private ulong _sequence;
    private Link[] _links = [];
    private bool _isPosted;
    private bool _isShutDown;
    private Instant _refresh;
    private Instant _compute = Instant.Never;
    private Instant _expire = Instant.Never;
    private Address[] _members;

    public LinkStateMachine(
        Membership membership, MachineContext context, AdjacencyTable adjacencies, DataTransferMachine data,
        IRoutingPolicy policy, IRoutesUser user, Instant now)
    {
        _self = membership.Address;
        _instance = membership.Instance;
        _isRouter = membership.IsRouter;
        _context = context;
        _adjacencies = adjacencies;
        _data = data;
        _policy = policy;
        _user = user;
        _members = _isRouter ? [] : [_self];
        _timer = new MachineTimer(context.Timers, this);
        Originate(now);
    }

    /// <summary>What is known of the layer.</summary>
    public LinkStateDatabase Database { get; } = new();

    /// <summary>The routes in use.</summary>
    public IReadOnlyList<Route> Routes { get; private set; } = [];

    /// <summary>True when the routes follow from all that is known.</summary>
    public bool IsSettled => _compute == Instant.Never && !_isPosted;

    /// <summary>Messages dropped because they made no sense.</summary>
    public long Malformed { get; private set; }

    /// <summary>See <see cref="IAdjacencyUser.HandleAdjacenciesChanged"/>.</summary>
    public void HandleAdjacenciesChanged()
    {
        if (!_isPosted && !_isShutDown)
        {
            _isPosted = true;
            _context.RunQueue.Post(this);
        }
    }

    /// <summary>A new neighbour gets the whole database.</summary>
    public void HandleManagementUp(ManagementLink link, Instant now)
    {
        foreach (byte[] message in LinkStateCodec.WriteAll(Database.All, now))
        {
            link.Send(message);
        }
    }

    /// <summary>Link states of a neighbour.</summary>
    public void HandleManagementMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now)
    {
        if (LinkStateCodec.Read(message, now) is not { } read)
        {
            Malformed++;
            return;
        }

        foreach (LinkState state in read.States)
        {
            HandleLinkState(link, state, now);
        }

        if (read.Sync != 0)
        {
            _syncAnswers.Add(link, read.Sync);
            AnswerIfSettled();
        }

        if (read.Synced != 0)
        {
            _user.HandleSynced(read.Synced, now);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        if (_refresh <= now)
        {
            Originate(now);
        }

        if (_expire <= now)
        {
            if (Database.Expire(now))
            {
                _compute = now;
            }

            _expire = Database.NextExpiry;
        }

        if (_compute <= now)
        {
            Compute(now);
        }

        SetTimer();
    }

    /// <summary>
    /// Ends, with a last word to the neighbours: once and at once, since the flows end next. Who misses it sees the flows
    /// end, and forgets this member when its link state expires.
    /// </summary>
    public void Shutdown(Instant now)
    {
        Flood(new LinkState(_self, _sequence + 1, [], now + Lifetime) { IsRouter = _isRouter, IsLeaving = true, Instance = _instance }, null, now);
        foreach (ManagementLink link in _adjacencies.ManagementLinks)
        {
            link.Channel.Flush(now);
        }

        Stop();
    }

    /// <summary>Ends without a word: the address is another member's, who goes on speaking.</summary>
    public void Stop()
    {
        _isShutDown = true;
        _timer.Remove();
    }

    /// <summary>The adjacencies have changed; other flows to the same neighbours change the forwarding table alone.</summary>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        _isPosted = false;
        if (_isShutDown)
        {
            return;
        }

        if (!CurrentLinks().AsSpan().SequenceEqual(_links))
        {
            Originate(now);
        }

        _compute = Instant.Min(_compute, now + Pause);
        SetTimer();
    }

    private void HandleLinkState(ManagementLink from, LinkState state, Instant now)
    {
        if (state.Origin == _self)
        {
            if (state.Instance != _instance && !state.IsLeaving && !_user.TryKeepAddress(state.Instance, now))
            {
                return;
            }

            // What is newer than all that this member said is outlived: it must not stay as its word.
            if ((state.Sequence, state.Instance).CompareTo((_sequence, _instance)) > 0)
            {
                _sequence = state.Sequence;
                Originate(now);
            }

            return;
        }

        bool isRefresh = Database.TryGet(state.Origin, out LinkState known) && known.Links.AsSpan().SequenceEqual(state.Links);
        switch (Database.Offer(state))
        {
            case LinkStateVerdict.Newer:
                _expire = Instant.Min(_expire, state.Expires);
                _compute = isRefresh ? _compute : Instant.Min(_compute, now + Pause);
                Flood(state, from, now);
                SetTimer();
                if (state.IsLeaving)
                {
                    _user.HandleMemberLeft(state.Origin, now);
                }

                break;
            case LinkStateVerdict.Older:
                from.Send(LinkStateCodec.Write(known, now));
                break;
        }
    }

    private void Originate(Instant now)
    {
        _links = CurrentLinks();
        _sequence++;
        _refresh = now + Refresh;
        var state = new LinkState(_self, _sequence, _links, now + Lifetime) { IsRouter = _isRouter, Instance = _instance };
        Database.Offer(state);
        Flood(state, null, now);
        _expire = Instant.Min(_expire, state.Expires);
        _compute = Instant.Min(_compute, now + Pause);
        SetTimer();
    }

    private Link[] CurrentLinks() =>
        [.. _adjacencies.Neighbours.Where(neighbour => neighbour.ActiveData is not null).Select(neighbour => new Link(neighbour.Address, 1))];

    private void Flood(LinkState state, ManagementLink? except, Instant now)
    {
        byte[]? message = null;
        foreach (Neighbour neighbour in _adjacencies.Neighbours)
        {
            // One flow to each neighbour is enough, and the one that said it knows it.
            if (neighbour.Management.Count > 0 && neighbour != except?.Neighbour)
            {
                neighbour.Management[0].Send(message ??= LinkStateCodec.Write(state, now));
            }
        }
    }

    private void Compute(Instant now)
    {
        _compute = Instant.Never;
        Route[] routes = _policy.Compute(Database.ToGraph(), _self);
        var entries = new List<(Address, Neighbour)>(routes.Length);
        foreach (Route route in routes)
        {
            if (_adjacencies.TryGet(route.NextHop, out Neighbour nextHop))
            {
                entries.Add((route.Destination, nextHop));
            }
        }

        Routes = routes;
        _data.Table = new ForwardingTable(entries);
        Address[] members = [.. routes.Select(route => route.Destination).Append(_self).Where(ServesOthers).Order()];
        if (!members.AsSpan().SequenceEqual(_members))
        {
            _members = members;
            _user.HandleMembersChanged(members, now);
        }

        AnswerIfSettled();
        _user.HandleRoutesChanged(now);
    }

    private void AnswerIfSettled()
    {
        if (IsSettled)
        {
            _syncAnswers.Answer(_data.Table);
        }
    }

    private bool ServesOthers(Address member) => Database.TryGet(member, out LinkState state) && !state.IsRouter;

    private void SetTimer()
    {
        if (!_isShutDown)
        {
            _timer.Set(Instant.Min(_refresh, Instant.Min(_compute, _expire)));
        }
    }
}
