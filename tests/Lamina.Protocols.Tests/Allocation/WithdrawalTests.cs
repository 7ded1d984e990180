using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>The requester loses interest, at every moment of an allocation.</summary>
public sealed class WithdrawalTests
{
    private static readonly NameHash Hash = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void The_peer_hears_of_it_as_soon_as_a_message_takes(int answerAfter)
    {
        for (int moment = 0; moment < 10 + answerAfter; moment++)
        {
            var world = new World(seed: 1, answerAfter);
            world.Withdraw(moment);
            Assert.Equal(0, world.A.Allocator.FlowCount + world.A.Allocator.ClosingCount + world.A.Context.Timers.Count);

            // The answer, and the way of the close; where they cross, the way of the reply and that of its close.
            world.Link.RunFor(Duration.FromMilliseconds(answerAfter + 16));
            world.AssertNothingLeft($"withdrawn after {moment} ms");
            Assert.Equal(0, world.Sink.Outcomes);
            Assert.All(world.Accepted, user => Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], user.Events));
            Assert.Equal(0, world.RequestsAfterWithdrawal);
        }
    }

    [Fact]
    public void Bad_links_leave_nothing_either()
    {
        int accepted = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            for (int moment = 0; moment < 400; moment += moment < 40 ? 1 : 30)
            {
                var random = new SeededRandom((seed * 7919) + (ulong)moment);
                var world = new World(seed, random.Next(30));
                world.Link.Loss = random.NextDouble() * 0.4;
                world.Link.Duplication = random.NextDouble() * 0.5;
                world.Link.Jitter = Duration.FromMilliseconds(1 + random.Next(100));
                world.Withdraw(moment);
                int outcomes = world.Sink.Outcomes;
                world.Sink.Flow?.Close(CloseReason.Normal, world.Link.Now);
                world.Link.RunFor(Duration.FromSeconds(30));
                string what = $"seed {seed}, withdrawn after {moment} ms";
                world.AssertNothingLeft(what);
                Assert.True(outcomes == world.Sink.Outcomes, $"{what}: told afterwards");
                Assert.True(world.Accepted.TrueForAll(user => user.Events.Count == 1), what);
                accepted += outcomes == 0 ? world.Accepted.Count : 0;
            }
        }

        Assert.InRange(accepted, 100, int.MaxValue);
    }

    [Fact]
    public void A_lost_close_is_made_good_by_the_next_reply()
    {
        var world = new World(seed: 1, answerAfter: 0);
        world.A.OnMessage = message => message[1] == CloseKind ? null : message;
        world.Withdraw(7);
        world.A.OnMessage = null;
        world.Link.RunFor(Duration.FromMilliseconds(300));
        world.AssertNothingLeft("a lost close");
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], Assert.Single(world.Accepted).Events);
    }

    [Fact]
    public void What_has_been_answered_is_not_withdrawn()
    {
        var world = new World(seed: 1, answerAfter: 0);
        world.Withdraw(12);
        Assert.NotNull(world.Sink.Flow);
        world.Link.RunFor(Duration.FromSeconds(5));
        Assert.Equal(1, world.A.Allocator.FlowCount);
        Assert.Empty(world.Accepted.Single().Events);
    }

    private const byte CloseKind = (byte)Wire.Allocation.AllocationKind.Close;
    private const byte RequestKind = (byte)Wire.Allocation.AllocationKind.Request;

    private sealed class World
    {
        private readonly ulong _eid;

        public World(ulong seed, int answerAfter)
        {
            Link = new VirtualLink(seed);
            A = new LinkSide(Link, 11, seed + 101);
            B = new LinkSide(Link, 12, seed + 102) { Other = A };
            A.Other = B;
            B.OnArrival = arrival => Link.At(Link.Now + Duration.FromMilliseconds(answerAfter), () => Accept(arrival));
            _eid = A.Allocator.Allocate(new Address(12), new AllocationRequest(Hash, QosSpec.Data, new byte[] { 1 }), Sink, Link.Now);
        }

        public VirtualLink Link { get; }

        public LinkSide A { get; }

        public LinkSide B { get; }

        public RecordingSink Sink { get; } = new();

        public List<RecordingUser> Accepted { get; } = [];

        public int RequestsAfterWithdrawal { get; private set; }

        public void Withdraw(int afterMilliseconds)
        {
            Link.RunFor(Duration.FromMilliseconds(afterMilliseconds));
            A.Allocator.Withdraw(_eid, Link.Now);
            A.OnMessage ??= message =>
            {
                RequestsAfterWithdrawal += message[1] == RequestKind ? 1 : 0;
                return message;
            };
        }

        public void AssertNothingLeft(string what)
        {
            foreach (LinkSide side in (LinkSide[])[A, B])
            {
                Assert.Equal((what, 0, 0), (what, side.Allocator.FlowCount, side.Allocator.ClosingCount));
                Assert.Equal((what, 0, 0), (what, side.Context.Timers.Count, side.Context.Pool.RentedCount));
            }
        }

        private void Accept(ArrivingFlow arrival)
        {
            var user = new RecordingUser();
            if (arrival.Accept([2], user, Link.Now) is not null)
            {
                Accepted.Add(user);
            }
        }
    }
}
