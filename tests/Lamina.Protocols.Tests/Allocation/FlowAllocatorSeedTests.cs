using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>
/// Many flows over a link that loses, doubles and reorders. Proves: one outcome per allocation, agreement of both ends,
/// nothing left. Not: how soon.
/// </summary>
public sealed class FlowAllocatorSeedTests
{
    private const int Seeds = 500;
    private static readonly NameHash Hash = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);

    [Fact]
    public void Bad_links_give_one_outcome_each_and_no_half_open_flow()
    {
        int allocated = 0;
        int refused = 0;
        int timedOut = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                (int Allocated, int Refused, int TimedOut) counts = RunOne(seed);
                allocated += counts.Allocated;
                refused += counts.Refused;
                timedOut += counts.TimedOut;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }

        // All three endings were seen, or the test shows nothing.
        Assert.InRange(allocated, 5 * Seeds, int.MaxValue);
        Assert.InRange(refused, Seeds, int.MaxValue);
        Assert.InRange(timedOut, 1, Seeds * 5);
    }

    private static (int Allocated, int Refused, int TimedOut) RunOne(ulong seed)
    {
        var random = new SeededRandom(seed * 7919);
        var link = new VirtualLink(seed)
        {
            Loss = random.NextDouble() * 0.4,
            Duplication = random.NextDouble() * 0.5,
            Jitter = Duration.FromMilliseconds(1 + random.Next(400)),
        };
        var a = new LinkSide(link, 11, seed + 1000);
        var b = new LinkSide(link, 12, seed + 2000) { Other = a };
        a.Other = b;
        var sinks = new List<RecordingSink>();
        var accepted = new List<(LowerFlow Flow, RecordingUser User)>();
        int arrivals = 0;

        foreach (LinkSide side in (LinkSide[])[a, b])
        {
            side.OnArrival = arrival =>
            {
                arrivals++;
                Instant answerAt = link.Now + Duration.FromMilliseconds(random.Next(2) * random.Next(200));
                bool accepts = random.Next(4) != 0;
                link.At(answerAt, () => Answer(side, arrival, accepts));
            };
        }

        for (int i = 0; i < 16; i++)
        {
            LinkSide side = i % 2 == 0 ? a : b;
            link.At(link.Now + Duration.FromMilliseconds(random.Next(1000)), () =>
            {
                var sink = new RecordingSink();
                sinks.Add(sink);
                sink.OnAllocated = random.Next(2) == 0 ? null : flow => side.Send(flow, 1);
                var request = new AllocationRequest(Hash, QosSpec.Raw, new byte[] { 5 });
                side.Allocator.Allocate(new Address(side.Other.LocalAddress), request, sink, link.Now);
            });
        }

        link.RunFor(Duration.FromSeconds(30));
        Assert.Equal(16, sinks.Count);
        Assert.All(sinks, sink => Assert.Equal(1, sink.Outcomes));
        Assert.InRange(arrivals, 0, 16);
        Assert.Equal(0, a.Allocator.PendingCount + b.Allocator.PendingCount + a.Allocator.ClosingCount + b.Allocator.ClosingCount);

        // Agreement: a flow that lives at one end lives at the other.
        Assert.Equal(a.Allocator.FlowCount, b.Allocator.FlowCount);
        List<RecordingSink> open = sinks.FindAll(sink => sink.Flow is not null && sink.User.Events.Count == 0);
        Assert.Equal(open.Count, a.Allocator.FlowCount);
        Assert.Equal(open.Count, accepted.Count(entry => entry.User.Events.Count == 0));

        // Close in either order, or both at once.
        foreach (RecordingSink sink in open)
        {
            if (random.Next(3) != 0)
            {
                sink.Flow!.Close(CloseReason.Normal, link.Now);
            }
        }

        link.RunFor(Duration.FromMilliseconds(random.Next(100)));
        foreach ((LowerFlow flow, RecordingUser user) in accepted)
        {
            flow.Close(CloseReason.Normal, link.Now);
            Assert.InRange(user.Events.Count, 0, 1);
        }

        link.RunFor(Duration.FromSeconds(30));
        foreach (LinkSide side in (LinkSide[])[a, b])
        {
            Assert.Equal(0, side.Allocator.FlowCount + side.Allocator.ClosingCount);
            Assert.Equal(0, side.Context.Timers.Count);
            Assert.Equal(0, side.Context.Pool.RentedCount);
            Assert.Equal(0, side.Allocator.Counters.Malformed);
        }

        return (
            sinks.Count(sink => sink.Flow is not null),
            sinks.Count(sink => sink.Reason == CloseReason.Refused),
            sinks.Count(sink => sink.Reason == CloseReason.Timeout));

        void Answer(LinkSide side, ArrivingFlow arrival, bool accepts)
        {
            if (!accepts)
            {
                arrival.Refuse(CloseReason.Refused, link.Now);
                return;
            }

            var user = new RecordingUser();
            if (arrival.Accept([6], user, link.Now) is { } flow)
            {
                accepted.Add((flow, user));
                side.Send(flow, 2);
            }
        }
    }
}
