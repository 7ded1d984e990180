using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>Flows without FRCP are watched by the allocators of their layer.</summary>
public sealed class LifeSignTests : AllocatorPair
{
    private static readonly NameHash Hash = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);

    [Theory]
    [InlineData(1_000)]
    [InlineData(120_000)]
    public void A_layer_that_is_cut_ends_the_flow_at_both_ends(int timeout)
    {
        (RecordingSink asked, RecordingUser accepted) = Open((uint)timeout);
        Link.RunFor(Duration.FromMilliseconds(10 * timeout));
        Assert.Empty(asked.User.Events);
        Assert.Empty(accepted.Events);

        Link.IsCut = true;
        Link.RunFor(Duration.FromMilliseconds((timeout * 3 / 4) - 100));
        Assert.Empty(asked.User.Events);
        Link.RunFor(Duration.FromMilliseconds((timeout / 4) + 200));
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerSilent)], asked.User.Events);
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerSilent)], accepted.Events);
        Link.RunFor(Duration.FromSeconds(20));
        AssertNothingLeft();
    }

    [Fact]
    public void Who_only_sends_notices_too()
    {
        (RecordingSink asked, _) = Open(1_000);
        Link.IsCut = true;
        for (int i = 0; i < 30; i++)
        {
            A.Send(asked.Flow!, 1, 2, 3);
            Link.RunFor(Duration.FromMilliseconds(50));
        }

        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerSilent)], asked.User.Events);
    }

    [Fact]
    public void A_quiet_flow_costs_three_messages_a_minute_and_end()
    {
        Open(120_000);
        int before = Link.SentCount;
        Link.RunFor(Duration.FromSeconds(600));
        Assert.InRange(Link.SentCount - before, 50, 62);
        Assert.Equal(1, A.Context.Timers.Count);
    }

    [Fact]
    public void A_stack_that_was_restarted_says_that_it_knows_nothing_of_the_flow()
    {
        (RecordingSink asked, _) = Open(120_000);
        B.Restart();
        Link.RunFor(Duration.FromSeconds(21));
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], asked.User.Events);
    }

    [Theory]
    [InlineData("raw", 0)]
    [InlineData("data", 1_000)]
    public void Others_are_not_watched_here(string name, int timeout)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        (RecordingSink asked, _) = Open(qos with { PeerTimeout = (uint)timeout });
        Link.IsCut = true;
        Link.RunFor(Duration.FromSeconds(1000));
        Assert.Empty(asked.User.Events);
        Assert.Equal(0, A.Context.Timers.Count);
    }

    private (RecordingSink Asked, RecordingUser Accepted) Open(uint timeout) => Open(QosSpec.Raw with { PeerTimeout = timeout });

    private (RecordingSink Asked, RecordingUser Accepted) Open(QosSpec qos)
    {
        RecordingUser accepted = AcceptAll(B);
        var sink = new RecordingSink();
        A.Allocator.Allocate(new Address(12), new AllocationRequest(Hash, qos, Array.Empty<byte>()), sink, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(500));
        Assert.NotNull(sink.Flow);
        return (sink, accepted);
    }
}
