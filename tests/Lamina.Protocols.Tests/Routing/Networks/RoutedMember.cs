using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing.Networks;

/// <summary>A member: the real flooding and the real computation of routes.</summary>
internal sealed class RoutedMember : ILinkStateUser
{
    private readonly RoutedNetwork _network;
    private readonly Dictionary<RoutedLink, int> _noticed = [];
    private LinkStateFlooding _flooding = null!;
    private RouteComputer _computer = null!;
    private Instant _wakeUp = Instant.Never;
    private int _life;

    public RoutedMember(RoutedNetwork network, Address address)
    {
        _network = network;
        Address = address;
        Start();
    }

    public Address Address { get; }

    public bool IsAlive { get; private set; }

    public LinkStateDatabase Database => _flooding.Database;

    public RouteSets Routes => _computer.Routes;

    public long Computations => _computer.Computations;

    /// <summary>Begins anew, and knows nothing of an earlier life.</summary>
    public void Start()
    {
        IsAlive = true;
        _life++;
        _wakeUp = Instant.Never;
        _computer = new RouteComputer(Address, _network.Policy);
        _flooding = new LinkStateFlooding(Address, _network.Random.NextUInt64(), false, this, _network.Random, _network.Now);
        Sleep();
    }

    /// <summary>Is gone without a word; its links go down.</summary>
    public void Die()
    {
        IsAlive = false;
        _noticed.Clear();
        foreach (RoutedLink link in _network.Links.Where(link => link.Has(this)))
        {
            link.Set(false);
        }
    }

    /// <summary>Which life of a link this end knows to be up; 0 where it knows it to be down.</summary>
    public int LifeOf(RoutedLink link) => _noticed.GetValueOrDefault(link);

    public void HandleLink(RoutedLink link, bool isUp, int life)
    {
        if (!IsAlive)
        {
            return;
        }

        Address neighbour = link.Other(this).Address;
        if (isUp)
        {
            _noticed[link] = life;
            _flooding.HandleTalkBegins(neighbour, _network.Now);
        }
        else
        {
            _noticed.Remove(link);
            _flooding.HandleTalkEnds(neighbour);
        }

        HandleLinks();
    }

    public void HandleLinks()
    {
        if (IsAlive)
        {
            _flooding.HandleLinks(
                [
                    .. _noticed.Keys.OrderBy(link => link.Other(this).Address)
                        .Select(link => new Link(link.Other(this).Address, link.WeightsSaidBy(this))),
                ],
                _network.Now);
            Sleep();
        }
    }

    /// <summary>The link that a packet leaves by, as forwarding picks it; null where there is none.</summary>
    public RoutedLink? Pick(Address destination, QosCube cube, ulong flow)
    {
        int place = Array.FindIndex(Routes[cube], route => route.Destination == destination);
        if (place < 0)
        {
            return null;
        }

        NextHops hops = Routes[cube][place].NextHops;
        int start = (int)(flow % (ulong)hops.Ways.Count);
        return hops.Ways.Skip(start).Concat(hops.Ways.Take(start)).Concat(hops.StandIns)
            .Select(hop => _noticed.Keys.FirstOrDefault(link => link.Other(this).Address == hop))
            .FirstOrDefault(link => link is not null);
    }

    void ILinkStateUser.SendStates(Address neighbour, IReadOnlyList<LinkState> states, Instant now)
    {
        _network.StatesSent += states.Count;
        Send(neighbour, (flooding, at) => flooding.HandleStates(Address, states, at));
    }

    void ILinkStateUser.SendSummary(Address neighbour, LinkStateSummary summary) =>
        Send(neighbour, (flooding, at) => flooding.HandleSummary(Address, summary, at));

    void ILinkStateUser.HandleGraphChanged(bool isNear, Instant now) => _computer.HandleGraphChanged(isNear, now);

    void ILinkStateUser.HandleMemberLeft(Address member, Instant now)
    {
    }

    // Its former lives are the only ones under its address.
    bool ILinkStateUser.TryKeepAddress(ulong instance, Instant now) => true;

    private void Send(Address neighbour, Action<LinkStateFlooding, Instant> message) =>
        _noticed.Keys.Single(link => link.Other(this).Address == neighbour).Send(this, to =>
        {
            message(to._flooding, _network.Now);
            to.Sleep();
        });

    private void Sleep()
    {
        Instant next = Instant.Min(_flooding.NextTimeout, _computer.NextTimeout);
        if (next >= _wakeUp)
        {
            return;
        }

        _wakeUp = next;
        int life = _life;
        _network.After(Duration.Max(Duration.Zero, next - _network.Now), () =>
        {
            if (IsAlive && life == _life && _wakeUp == next)
            {
                _wakeUp = Instant.Never;
                _flooding.HandleTimeout(_network.Now);
                _computer.HandleTimeout(Database, _network.Now);
                Sleep();
            }
        });
    }
}
