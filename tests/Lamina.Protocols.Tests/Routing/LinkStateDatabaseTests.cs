using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

public class LinkStateDatabaseTests
{
    private static readonly Instant Later = Instant.Zero + Duration.FromSeconds(60);

    [Fact]
    public void A_link_that_only_one_end_announces_is_no_link()
    {
        var database = new LinkStateDatabase();
        database.Offer(State(1, 1, 2));
        database.Offer(State(2, 1));
        Assert.Empty(new LinkStateRouting().Compute(new Graph(database.All), 0, QosCube.BestEffort));

        database.Offer(State(2, 2, 1));
        Route route = Assert.Single(new LinkStateRouting().Compute(new Graph(database.All), 0, QosCube.BestEffort));
        Assert.Equal((new Address(2), new Address(2), 1u), (route.Destination, route.NextHop, route.Cost));
    }

    [Fact]
    public void Only_a_higher_sequence_number_replaces()
    {
        var database = new LinkStateDatabase();
        Assert.Equal(LinkStateVerdict.Newer, database.Offer(State(1, 5, 2)));
        Assert.Equal(LinkStateVerdict.Same, database.Offer(State(1, 5)));
        Assert.Equal(LinkStateVerdict.Older, database.Offer(State(1, 4)));
        Assert.True(database.TryGet(new Address(1), out LinkState kept));
        Assert.Single(kept.Links);
    }

    [Fact]
    public void What_is_not_said_again_is_forgotten()
    {
        var database = new LinkStateDatabase();
        database.Offer(State(1, 1));
        Assert.Equal(Later, database.NextExpiry);
        Assert.False(database.Expire(Later - new Duration(1)));
        Assert.True(database.Expire(Later));
        Assert.Equal(0, database.Count);
        Assert.Equal(Instant.Never, database.NextExpiry);
    }

    [Fact]
    public void It_holds_no_more_members_than_its_capacity()
    {
        var database = new LinkStateDatabase(capacity: 2);
        database.Offer(State(1, 1));
        database.Offer(State(2, 1));
        Assert.Equal(LinkStateVerdict.NoRoom, database.Offer(State(3, 1)));
        Assert.Equal(LinkStateVerdict.Newer, database.Offer(State(2, 2)));
    }

    private static LinkState State(ulong origin, ulong sequence, params ulong[] neighbours) =>
        new(new Address(origin), sequence, [.. neighbours.Select(n => new Link(new Address(n), LinkWeights.One))], Later);
}
