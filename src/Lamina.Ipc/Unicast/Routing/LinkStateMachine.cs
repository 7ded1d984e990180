using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Forwarding;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>
/// Link state routing of a member: ties flooding and the computation of routes to adjacencies, bytes and the forwarding table.
/// </summary>
internal sealed class LinkStateMachine : ITimed, IDeferred, ILinkStateUser
{
    private readonly Address _self;
    private readonly bool _isRouter;
    private readonly MachineContext _context;
    private readonly AdjacencyTable _adjacencies;
    private readonly DataTransferMachine _data;
    private readonly IRoutesUser _user;
    private readonly MachineTimer _timer;
    private readonly RouteComputer _computer;
    private readonly LinkStateFlooding _flooding;
    private readonly LinkStateWords? _words;
    private readonly SyncAnswers _syncAnswers = new();
    private readonly Dictionary<Address, ManagementLink> _talks = [];
    private bool _isPosted;
    private bool _isShutDown;
    private List<Address> _members;

    public LinkStateMachine(
        Membership membership, MachineContext context, AdjacencyTable adjacencies, DataTransferMachine data,
        IRoutingPolicy policy, IRoutesUser user, Instant now)
    {
        _self = membership.Address;
        _isRouter = membership.IsRouter;
        _context = context;
        _adjacencies = adjacencies;
        _data = data;
        _user = user;
        _members = _isRouter ? [] : [_self];
        _timer = new MachineTimer(context.Timers, this);
        _computer = new RouteComputer(_self, policy);
        _flooding = new LinkStateFlooding(_self, membership.Instance, _isRouter, this, context.Random, now, membership.Security?.Credentials.Self ?? default);
        _words = membership.Security is { } security ? new LinkStateWords(security.Credentials, Database) : null;
        SetTimer();
    }

    /// <summary>What is known of the layer.</summary>
    public LinkStateDatabase Database => _flooding.Database;

    /// <summary>The routes in use.</summary>
    public RouteSets Routes => _computer.Routes;

    /// <summary>True when the routes follow from all that is known.</summary>
    public bool IsSettled => _computer.NextTimeout == Instant.Never && !_isPosted;

    /// <summary>In a secure layer: link states dropped because their origin has not said them.</summary>
    public long Unproved { get; private set; }

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

    /// <summary>Both sides of a new management flow say what they know.</summary>
    public void HandleManagementUp(ManagementLink link, Instant now) => BeginTalk(link, now);

    /// <summary>A message of a neighbour.</summary>
    public void HandleManagementMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now)
    {
        if (LinkStateCodec.Read(message, now) is not { } read)
        {
            Malformed++;
            return;
        }

        Address neighbour = link.Neighbour.Address;
        foreach (LinkStateSummary summary in read.Summaries)
        {
            _flooding.HandleSummary(neighbour, summary, now);
        }

        _flooding.HandleStates(neighbour, Proved(read.States), now);
        if (read.Revocations is { } news)
        {
            _user.HandleRevocations(link, news, now);
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

        SetTimer();
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        _flooding.HandleTimeout(now);
        if (_computer.HandleTimeout(Database, now))
        {
            Apply(now);
        }

        SetTimer();
    }

    /// <summary>Ends, with a last word to the neighbours.</summary>
    public void Shutdown(Instant now)
    {
        _isShutDown = true;
        _flooding.Leave(now);
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

        FollowTalks(now);
        _flooding.HandleLinks(CurrentLinks(), now);
        _computer.HandleGraphChanged(isNear: true, now);
        SetTimer();
    }

    void ILinkStateUser.SendStates(Address neighbour, IReadOnlyList<LinkState> states, Instant now)
    {
        if (_talks.TryGetValue(neighbour, out ManagementLink? link))
        {
            foreach (byte[] message in LinkStateCodec.Write(Signed(states), now))
            {
                link.Send(message);
            }
        }
    }

    void ILinkStateUser.SendSummary(Address neighbour, LinkStateSummary summary) =>
        _talks[neighbour].Send(LinkStateCodec.Write(summary));

    void ILinkStateUser.HandleGraphChanged(bool isNear, Instant now) => _computer.HandleGraphChanged(isNear, now);

    void ILinkStateUser.HandleMemberLeft(Address member, Instant now) => _user.HandleMemberLeft(member, now);

    bool ILinkStateUser.TryKeepAddress(ulong instance, Instant now) => _user.TryKeepAddress(instance, now);

    private IReadOnlyList<LinkState> Signed(IReadOnlyList<LinkState> states) =>
        _words is null ? states : [.. states.Select(state => state.Origin == _self ? _words.Sign(state) : state)];

    private List<LinkState> Proved(List<LinkState> states)
    {
        if (_words is null)
        {
            return states;
        }

        List<LinkState> proved = _words.Judge(states, out int unproved);
        Unproved += unproved;
        return proved;
    }

    private Link[] CurrentLinks() =>
    [
        .. from neighbour in _adjacencies.Neighbours
           where neighbour.ActiveData is not null
           select new Link(neighbour.Address, neighbour.Weights),
    ];

    // Whoever loses the flow that was talked over goes on over another one, if there is one.
    private void FollowTalks(Instant now)
    {
        foreach (Address neighbour in _talks.Keys)
        {
            if (!_adjacencies.TryGet(neighbour, out Neighbour known) || known.Talk is null)
            {
                _talks.Remove(neighbour);
                _flooding.HandleTalkEnds(neighbour);
            }
        }

        foreach (Neighbour neighbour in _adjacencies.Neighbours)
        {
            if (neighbour.Talk is { } link && _talks.GetValueOrDefault(neighbour.Address) != link)
            {
                BeginTalk(link, now);
            }
        }
    }

    private void BeginTalk(ManagementLink link, Instant now)
    {
        _talks[link.Neighbour.Address] = link;
        _flooding.HandleTalkBegins(link.Neighbour.Address, now);
    }

    private void Apply(Instant now)
    {
        _data.Table = new ForwardingTable(_computer.Routes, Resolve);
        List<Address> members = Members();
        if (!members.SequenceEqual(_members))
        {
            _members = members;
            _user.HandleMembersChanged(members, now);
        }

        AnswerIfSettled();
        _user.HandleRoutesChanged(now);
    }

    private NextHopGroup? Resolve(NextHops next)
    {
        var neighbours = new List<Neighbour>(next.Ways.Count + next.StandIns.Count);
        Add(next.Ways);
        int ways = neighbours.Count;
        Add(next.StandIns);
        return neighbours.Count == 0 ? null : new NextHopGroup([.. neighbours], Math.Max(1, ways));

        void Add(IReadOnlyList<Address> addresses)
        {
            foreach (Address address in addresses)
            {
                if (_adjacencies.TryGet(address, out Neighbour neighbour))
                {
                    neighbours.Add(neighbour);
                }
            }
        }
    }

    // All that can be reached and are no routers, this one included, by address.
    private List<Address> Members()
    {
        Route[] routes = _computer.Routes[QosCube.BestEffort];
        var members = new List<Address>(routes.Length + 1);
        bool isListed = _isRouter;
        foreach (Route route in routes)
        {
            if (!isListed && route.Destination.CompareTo(_self) > 0)
            {
                members.Add(_self);
                isListed = true;
            }

            if (Database.TryGet(route.Destination, out LinkState state) && !state.IsRouter)
            {
                members.Add(route.Destination);
            }
        }

        if (!isListed)
        {
            members.Add(_self);
        }

        return members;
    }

    private void AnswerIfSettled()
    {
        if (IsSettled)
        {
            _syncAnswers.Answer(_data.Table);
        }
    }

    private void SetTimer()
    {
        if (!_isShutDown)
        {
            _timer.Set(Instant.Min(_flooding.NextTimeout, _computer.NextTimeout));
        }
    }
}
