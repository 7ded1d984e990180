using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation.Strangers;

/// <summary>Floods of requests in virtual time: what they cost, and who gets through.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class FloodTests : AllocatorPair
{
    private static readonly Duration Time = Duration.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forged_sources_get_nothing_kept_and_honest_requesters_their_flows(bool isAccepted)
    {
        B.OnArrival = arrival =>
        {
            if (isAccepted || arrival.Data.Length == 1)
            {
                Assert.NotNull(arrival.Accept(new byte[200], new RecordingUser(), Link.Now));
            }
            else
            {
                arrival.Refuse(CloseReason.NameUnknown, Link.Now);
            }
        };
        var crowd = new Crowd(Link, B, Oping);
        crowd.Flood(5000, Time, 20_000);
        var sinks = new List<RecordingSink>();
        for (int i = 0; i < 200; i++)
        {
            Link.At(Link.Now + (Time * i / 200), () => sinks.Add(Ask(1)));
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        int worst = 0;
        for (int i = 0; i < 100; i++)
        {
            Link.RunFor(Time / 100);
            worst = Math.Max(worst, B.Allocator.UnprovenCount);
        }

        Assert.Equal(50_000, crowd.Requests);
        Assert.All(sinks, sink => Assert.NotNull(sink.Flow));
        Assert.Equal(128 * (isAccepted ? 1 : 0), isAccepted ? worst : B.Allocator.UnprovenCount);
        Assert.InRange(B.Allocator.FlowCount, 200, 200 + 128);
        Assert.InRange(B.Allocator.RememberedCount, 0, 64 + (64 * 10) + 1);
        Assert.InRange(B.Context.Timers.Count, 0, 200 + 130);
        Assert.InRange(crowd.WorstRatio, 0, 3);
        Assert.InRange(crowd.BytesReceived, 1, crowd.BytesSent);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10 << 20);

        // Nothing is left of the strangers when it is over.
        Link.RunFor(Duration.FromSeconds(30));
        Assert.Equal(0, B.Allocator.UnprovenCount);
        Assert.Equal(200, B.Allocator.FlowCount);
        Assert.InRange(crowd.WorstRatio, 0, 3);
    }

    [Fact]
    public void A_real_host_that_floods_gets_what_is_spare_and_others_get_their_flows_at_once()
    {
        AcceptAll(B);
        var crowd = new Crowd(Link, B, Oping) { IsReal = true };
        crowd.Flood(10_000, Time, 1);
        Link.RunFor(Duration.FromSeconds(1));
        var sinks = new List<RecordingSink>();
        for (int i = 0; i < 100; i++)
        {
            sinks.Add(Ask());
            Link.RunFor(Duration.FromMilliseconds(80));
        }

        Assert.All(sinks, sink => Assert.NotNull(sink.Flow));
        Assert.InRange(B.Allocator.PendingCount, 1, 1024 * 5 / 8);
        Assert.True(B.Allocator.Counters.BeyondShare > 10_000, $"{B.Allocator.Counters.BeyondShare}");
    }

    [Fact]
    public void Who_has_shown_a_cookie_once_has_no_round_trip_more_the_next_time()
    {
        AcceptAll(B);
        var crowd = new Crowd(Link, B, Oping);
        crowd.Flood(5000, Time, 20_000);
        Link.RunFor(Duration.FromSeconds(1));
        RecordingSink first = Ask();
        Link.RunFor(Duration.FromMilliseconds(15));
        Assert.Null(first.Flow);
        Link.RunFor(Duration.FromMilliseconds(10));
        Assert.NotNull(first.Flow);
        RecordingSink second = Ask();
        Link.RunFor(Duration.FromMilliseconds(15));
        Assert.NotNull(second.Flow);

        // The keys have turned twice: it is asked again, and answers.
        crowd.Flood(200, Duration.FromSeconds(260), 20_000);
        Link.RunFor(Duration.FromSeconds(250));
        RecordingSink third = Ask();
        Link.RunFor(Duration.FromMilliseconds(25));
        Assert.NotNull(third.Flow);
        Assert.Equal(2, B.Allocator.Counters.CookiesShown - 1);
    }

    [Fact]
    public void Without_load_nobody_is_asked_for_anything()
    {
        AcceptAll(B);
        for (int i = 0; i < 100; i++)
        {
            RecordingSink sink = Ask();
            Link.RunFor(Duration.FromMilliseconds(100));
            Assert.NotNull(sink.Flow);
        }

        Assert.Equal(0, B.Allocator.Counters.CookiesAsked);
        Assert.Equal(300, Link.SentCount);
    }

    [Fact]
    public void Many_flows_of_one_host_at_once_take_a_round_trip_more_and_are_all_given()
    {
        AcceptAll(B);
        RecordingSink[] sinks = [.. Enumerable.Range(0, 1000).Select(_ => Ask())];
        Link.RunFor(Duration.FromSeconds(2));
        Assert.All(sinks, sink => Assert.NotNull(sink.Flow));
    }
}
