using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Who has asked for a flow shows that it has the keys, though it has nothing to say.</summary>
public class GreetingTests
{
    public static TheoryData<string> Specs => ["raw", "voice", "data"];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Both_ends_are_proved_once_and_nothing_is_to_be_read(string name)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        var pair = new Pair(qos, seed: 1, isSealed: true);
        pair.A.Flow.Greet(pair.Now);
        // Shorter than the silence after which a flow asks whether its peer lives.
        pair.RunFor(Duration.FromSeconds(20));
        Assert.Equal((1, 1), (pair.A.Proved.Count, pair.B.Proved.Count));
        Assert.True(pair.A.Flow.IsProved && pair.B.Flow.IsProved);
        Assert.Empty(pair.B.Messages);
        Assert.Empty(pair.A.Messages);

        // Once is enough where nothing is lost.
        Assert.Equal((1L, 1L), (pair.A.Flow.Counters.Sent, pair.B.Flow.Counters.Sent));
    }

    [Fact]
    public void It_is_repeated_until_it_is_answered_and_not_for_ever()
    {
        var pair = new Pair(QosSpec.Raw, seed: 1, isSealed: true);
        int lost = 3;
        pair.A.Lower.Drops = _ => lost-- > 0;
        pair.A.Flow.Greet(pair.Now);
        Assert.True(pair.RunUntil(() => pair.A.Proved.Count == 1));
        pair.RunFor(Duration.FromSeconds(60));
        Assert.Equal(4, pair.A.Flow.Counters.Sent);

        var deaf = new Pair(QosSpec.Raw, seed: 1, isSealed: true);
        deaf.A.Lower.Drops = _ => true;
        deaf.A.Flow.Greet(deaf.Now);
        deaf.RunFor(Duration.FromSeconds(600));
        Assert.InRange(deaf.A.Flow.Counters.Sent, 5, 15);
        Assert.Equal(0, deaf.A.Context.Timers.Count);
    }

    [Fact]
    public void A_message_proves_as_much()
    {
        var pair = new Pair(QosSpec.Raw, seed: 1, isSealed: true);
        pair.A.Write(Texts.Make(0, 100));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.Single(pair.B.Proved);
        Assert.False(pair.A.Flow.IsProved);
    }

    [Fact]
    public void What_a_stranger_says_proves_nothing()
    {
        var pair = new Pair(QosSpec.Raw, seed: 1, isSealed: true);
        pair.Inject(pair.B.Lower, new byte[24]);
        pair.Inject(pair.B.Lower, new byte[100]);
        pair.RunFor(Duration.FromSeconds(1));
        Assert.False(pair.B.Flow.IsProved);
        Assert.Equal(0, pair.B.Flow.Counters.Sent);
        Assert.Equal(2, pair.B.Flow.Counters.Dropped(DropReason.NotAuthentic));
    }
}
