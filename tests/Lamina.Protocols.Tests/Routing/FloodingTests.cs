using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

/// <summary>One member's flooding, seen from its neighbours.</summary>
public class FloodingTests
{
    private static readonly Address Self = new(1);
    private static readonly Address B = new(2);
    private static readonly Address C = new(3);

    private readonly RecordedFlooding _recorded = new();
    private readonly LinkStateFlooding _flooding;
    private Instant _now = Instant.Zero + Duration.FromSeconds(1000);

    public FloodingTests() => _flooding = new LinkStateFlooding(Self, 1, false, _recorded, new SeededRandom(1), _now);

    [Fact]
    public void What_comes_goes_to_all_neighbours_but_the_one_that_said_it()
    {
        Talk(B, C);
        _flooding.HandleStates(B, [State(9, 5, 2)], _now);
        _flooding.HandleTimeout(_now);
        Assert.Equal([(C, new Address(9), 5UL)], _recorded.TakeStates());
    }

    [Fact]
    public void Many_changes_at_once_are_one_message_with_the_newest_of_each()
    {
        Talk(B, C);
        for (ulong sequence = 1; sequence <= 5; sequence++)
        {
            _flooding.HandleStates(B, [State(9, sequence, sequence + 10), State(8, sequence, sequence + 10)], _now);
        }

        _flooding.HandleTimeout(_now);
        Assert.Equal(1, _recorded.Messages);
        Assert.Equal([(C, new Address(9), 5UL), (C, new Address(8), 5UL)], _recorded.TakeStates());
    }

    [Fact]
    public void A_refresh_waits_and_is_not_sent_to_who_has_it_by_then()
    {
        Talk(B, C);
        _flooding.HandleStates(B, [State(9, 1, 2)], _now);
        Run(Duration.FromSeconds(10));
        _recorded.TakeStates();

        _flooding.HandleStates(B, [State(9, 2, 2)], _now);
        Run(Duration.FromSeconds(1));
        Assert.Empty(_recorded.TakeStates());
        _flooding.HandleStates(C, [State(9, 2, 2)], _now);
        Run(Duration.FromSeconds(10));
        Assert.Empty(_recorded.TakeStates());

        _flooding.HandleStates(B, [State(9, 3, 2)], _now);
        Run(Duration.FromSeconds(4));
        Assert.Equal([(C, new Address(9), 3UL)], _recorded.TakeStates());
    }

    [Fact]
    public void Who_says_something_old_hears_the_newest_and_changes_nothing()
    {
        Talk(B);
        _flooding.HandleStates(B, [State(9, 7, 2)], _now);
        _flooding.HandleStates(B, [State(9, 6)], _now);
        _flooding.HandleTimeout(_now);
        Assert.Equal([(B, new Address(9), 7UL)], _recorded.TakeStates());
        Assert.True(_flooding.Database.TryGet(new Address(9), out LinkState kept));
        Assert.Single(kept.Links);
    }

    [Fact]
    public void A_summary_is_answered_with_what_is_lacking_and_nothing_else()
    {
        Talk(B);
        _flooding.HandleStates(B, [State(7, 3), State(8, 3), State(9, 3)], _now);
        _flooding.HandleTimeout(_now);
        _recorded.TakeStates();
        ulong own = OwnSequence();
        LinkStateSummary summary = new(Address.None, new Address(ulong.MaxValue), [new(Self, own, 1), new(new Address(7), 3, 0), new(new Address(8), 2, 0)]);
        _flooding.HandleSummary(B, summary, _now);
        Assert.Equal([(B, new Address(8), 3UL), (B, new Address(9), 3UL)], _recorded.TakeStates());
        Assert.Equal(_flooding.Database.Count, LinkStateSummary.Of(_flooding.Database).Sum(part => part.Known.Count));
    }

    [Fact]
    public void A_summary_that_was_not_expected_is_answered_with_the_own_one_and_an_answer_never()
    {
        Talk(B);
        LinkStateSummary theirs = new(Address.None, new Address(ulong.MaxValue), []);
        _flooding.HandleSummary(B, theirs, _now);
        Assert.Equal([(B, false)], TakeSummaries());

        // B has lost the flow that it talked over, and this side, which talks over another one, has not.
        _flooding.HandleSummary(B, theirs, _now);
        Assert.Equal([(B, true)], TakeSummaries());
        _flooding.HandleSummary(B, theirs with { IsAnswer = true }, _now);
        Assert.Empty(TakeSummaries());
    }

    [Fact]
    public void A_beginning_that_was_lost_does_not_keep_a_later_one_from_its_answer()
    {
        Talk(B);
        TakeSummaries();
        Run(Duration.FromSeconds(10));
        _flooding.HandleSummary(B, new(Address.None, new Address(ulong.MaxValue), []), _now);
        Assert.Equal([(B, true)], TakeSummaries());
    }

    [Fact]
    public void Of_a_summary_in_parts_one_is_answered()
    {
        Talk(B);
        TakeSummaries();
        for (int round = 0; round < 2; round++)
        {
            _flooding.HandleSummary(B, new(Address.None, new Address(5), []), _now);
            _flooding.HandleSummary(B, new(new Address(6), new Address(ulong.MaxValue), []), _now);
        }

        Assert.Equal([(B, true)], TakeSummaries());
    }

    [Fact]
    public void A_stranger_gets_no_answer()
    {
        _flooding.HandleSummary(B, new(Address.None, new Address(ulong.MaxValue), []), _now);
        Assert.Empty(TakeSummaries());
    }

    [Fact]
    public void What_one_end_lost_with_its_flow_arrives_where_the_other_end_noticed_nothing()
    {
        // Both ends as they are, messages by hand: each talks over a flow of its own.
        var other = new RecordedFlooding();
        var far = new LinkStateFlooding(B, 2, false, other, new SeededRandom(2), _now);
        Talk(B);
        far.HandleTalkBegins(Self, _now);
        int carried = Carry(far, other);
        Assert.InRange(carried, 2, 8);

        _flooding.HandleStates(C, [State(9, 5, 3)], _now);
        _flooding.HandleTimeout(_now);
        Assert.Contains((B, new Address(9), 5UL), _recorded.TakeStates());
        Assert.False(far.Database.TryGet(new Address(9), out _));

        Talk(B);
        Assert.InRange(Carry(far, other), 2, 6);
        Assert.True(far.Database.TryGet(new Address(9), out _));
        Assert.Equal(0, Carry(far, other));
    }

    [Fact]
    public void Who_knows_another_owner_of_an_address_under_the_same_number_is_told()
    {
        Talk(B);
        _flooding.HandleStates(B, [State(7, 3)], _now);
        _flooding.HandleTimeout(_now);
        _recorded.TakeStates();
        _flooding.HandleSummary(B, new(Address.None, new Address(ulong.MaxValue), [new(Self, OwnSequence(), 1), new(new Address(7), 3, Mark: 99)]), _now);
        Assert.Equal([(B, new Address(7), 3UL)], _recorded.TakeStates());
    }

    [Fact]
    public void An_earlier_life_under_this_address_is_outlived()
    {
        Talk(B);
        ulong before = OwnSequence();
        _flooding.HandleStates(B, [new LinkState(Self, before + 100, [], _now + Duration.FromSeconds(60))], _now);
        Assert.Equal(before + 101, OwnSequence());
        _flooding.HandleSummary(B, new(Address.None, new Address(ulong.MaxValue), [new(Self, before + 200, 1)]), _now);
        Assert.Equal(before + 201, OwnSequence());
        Assert.Contains((B, Self, before + 201), _recorded.TakeStates());
    }

    [Fact]
    public void A_link_that_flaps_is_said_to_be_down_at_once_and_up_later_and_later()
    {
        var delays = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            _flooding.HandleLinks([new Link(B, LinkWeights.One)], _now);
            Instant up = _now;
            while (OwnLinks() == 0)
            {
                Run(Duration.FromMilliseconds(100));
            }

            delays.Add(Math.Round((_now - up).TotalSeconds));
            _flooding.HandleLinks([], _now);
            Assert.Equal(0, OwnLinks());
        }

        Assert.Equal([0, 0, 1, 2, 4, 8, 8, 8], delays);
        Run(Duration.FromSeconds(61));
        _flooding.HandleLinks([new Link(B, LinkWeights.One)], _now);
        Run(Duration.FromSeconds(61));
        _flooding.HandleLinks([], _now);
        _flooding.HandleLinks([new Link(B, LinkWeights.One)], _now);
        Assert.Equal(1, OwnLinks());
    }

    [Fact]
    public void A_calm_member_says_the_same_again_every_ten_minutes_or_a_little_sooner()
    {
        Talk(B);
        Run(Duration.FromSeconds(10));
        _recorded.TakeStates();
        Run(Duration.FromSeconds(6000));
        Assert.InRange(_recorded.TakeStates().Count, 10, 14);
    }

    private List<(Address To, bool IsAnswer)> TakeSummaries()
    {
        List<(Address, bool)> taken = [.. _recorded.Summaries.Select(sent => (sent.To, sent.Summary.IsAnswer))];
        _recorded.Summaries.Clear();
        return taken;
    }

    // Everything that the two have for each other, until they are silent; says how many messages.
    private int Carry(LinkStateFlooding far, RecordedFlooding other)
    {
        int carried = 0;
        for (int before = -1; before != carried;)
        {
            before = carried;
            carried += Hand(_recorded, _flooding, far, Self) + Hand(other, far, _flooding, B);
        }

        return carried;
    }

    private int Hand(RecordedFlooding sent, LinkStateFlooding from, LinkStateFlooding to, Address sender)
    {
        (Address, LinkStateSummary Summary)[] summaries = [.. sent.Summaries];
        sent.Summaries.Clear();
        Array.ForEach(summaries, one => to.HandleSummary(sender, one.Summary, _now));
        List<(Address, Address Origin, ulong)> states = sent.TakeStates();
        foreach ((Address _, Address origin, ulong _) in states)
        {
            Assert.True(from.Database.TryGet(origin, out LinkState state));
            to.HandleStates(sender, [state], _now);
        }

        return summaries.Length + states.Count;
    }

    private void Talk(params Address[] neighbours)
    {
        foreach (Address neighbour in neighbours)
        {
            _flooding.HandleTalkBegins(neighbour, _now);
        }
    }

    private void Run(Duration time)
    {
        Instant end = _now + time;
        while (_flooding.NextTimeout <= end)
        {
            _now = Instant.Max(_now, _flooding.NextTimeout);
            _flooding.HandleTimeout(_now);
        }

        _now = end;
    }

    private ulong OwnSequence() => _flooding.Database.TryGet(Self, out LinkState own) ? own.Sequence : 0;

    private int OwnLinks() => _flooding.Database.TryGet(Self, out LinkState own) ? own.Links.Length : -1;

    private LinkState State(ulong origin, ulong sequence, params ulong[] neighbours) => new(
        new Address(origin), sequence, [.. neighbours.Select(n => new Link(new Address(n), LinkWeights.One))], _now + Duration.FromSeconds(1800));
}
