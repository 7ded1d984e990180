using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing.Networks;

/// <summary>Members with the real machines of link state routing, over links in memory, in virtual time.</summary>
internal sealed class RoutedNetwork(SeededRandom random, IRoutingPolicy policy)
{
    private readonly PriorityQueue<Action, (Instant At, long Order)> _events = new();
    private readonly List<RoutedMember> _members = [];
    private readonly List<RoutedLink> _links = [];
    private long _order;

    public Instant Now { get; private set; }

    public SeededRandom Random { get; } = random;

    public IReadOnlyList<RoutedMember> Members => _members;

    public IReadOnlyList<RoutedLink> Links => _links;

    public IRoutingPolicy Policy { get; } = policy;

    /// <summary>States that went over all links.</summary>
    public long StatesSent { get; set; }

    public RoutedMember Add()
    {
        var member = new RoutedMember(this, new Address((ulong)_members.Count + 1));
        _members.Add(member);
        return member;
    }

    /// <summary>A link that is not up yet; the first end is the one that connected, and says the weight.</summary>
    public RoutedLink Connect(RoutedMember a, RoutedMember b, LinkWeights weights)
    {
        var link = new RoutedLink(this, a, b) { Weights = weights };
        _links.Add(link);
        return link;
    }

    public void After(Duration delay, Action happens) => _events.Enqueue(happens, (Now + delay, _order++));

    public Duration UpTo(int milliseconds) => Duration.FromMicroseconds(Random.Next((milliseconds * 1000) + 1));

    public void RunFor(Duration time)
    {
        Instant end = Now + time;
        while (_events.TryPeek(out Action? happens, out (Instant At, long Order) key) && key.At <= end)
        {
            _events.Dequeue();
            Now = key.At;
            happens();
        }

        Now = end;
    }

    /// <summary>What the members would say of the links that are there in truth, by address.</summary>
    public LinkState[] Truth() =>
    [
        .. _members.Select(member => new LinkState(
            member.Address,
            1,
            [
                .. _links.Where(link => link.IsUp && link.Has(member)).OrderBy(link => link.Other(member).Address)
                    .Select(link => new Link(link.Other(member).Address, link.WeightsSaidBy(member))),
            ],
            Instant.Never)),
    ];
}
