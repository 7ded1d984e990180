using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>A flow over udp that nobody wants any more while it is being looked up or asked for.</summary>
public sealed class UdpWithdrawalTests
{
    private readonly UdpNet _net = new();

    [Fact]
    public void At_every_millisecond_nothing_is_left_and_nobody_is_told()
    {
        // Two for the look-up, two for the flow: with 4 ms it is there.
        for (int moment = 0; moment < 4; moment++)
        {
            Pair pair = new(seed: 1, loss: 0);
            pair.Ask();
            pair.Net.RunFor(moment);
            pair.Withdraw();
            Assert.Equal(0, pair.Near.Process.FlowCount);
            pair.Net.RunFor(3);
            Assert.Equal((moment, 0), (moment, pair.Far.Process.FlowCount));
            Assert.All(pair.Acceptor.Flows, flow => Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], flow.User.Events));
            int sent = pair.Net.Network.SentCount;
            pair.Net.RunFor(5000);
            Assert.Equal((moment, sent), (moment, pair.Net.Network.SentCount));
            pair.AssertNothingLeft($"{moment} ms");
            Assert.Equal(0, pair.Sink.Outcomes);
        }
    }

    [Fact]
    public void With_loss_nothing_is_left_and_nobody_is_told()
    {
        int accepted = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            for (int moment = 0; moment < 1000; moment += moment < 10 ? 1 : 45)
            {
                Pair pair = new(seed, loss: 0.4);
                pair.Ask();
                pair.Net.RunFor(moment);
                int outcomes = pair.Sink.Outcomes;
                pair.Withdraw();
                pair.Sink.Flow?.Close(CloseReason.Normal, pair.Net.Time.Now);
                pair.Net.RunFor(30_000);
                string what = $"seed {seed}, {moment} ms";
                pair.AssertNothingLeft(what);
                Assert.Equal((what, outcomes), (what, pair.Sink.Outcomes));
                Assert.True(pair.Acceptor.Flows.TrueForAll(flow => flow.User.Events.Count == 1), what);
                accepted += outcomes == 0 ? pair.Acceptor.Flows.Count : 0;
            }
        }

        Assert.InRange(accepted, 10, int.MaxValue);
    }

    [Fact]
    public void A_look_up_that_nobody_waits_for_asks_nobody()
    {
        UdpMember lone = _net.Add(1, UdpNet.With(9));
        var sink = new TestSink(lone.Stack);
        Allocate(lone, sink);
        _net.RunFor(10);
        int sent = _net.Network.SentCount;
        Assert.NotEqual(0, sent);
        lone.Process.Withdraw(sink, _net.Time.Now);
        lone.Stack.AssertEmpty();
        _net.RunFor(10_000);
        Assert.Equal((sent, 0), (_net.Network.SentCount, sink.Outcomes));
    }

    [Fact]
    public void A_look_up_that_somebody_else_waits_for_goes_on()
    {
        UdpMember near = _net.Add(1, UdpNet.With(2));
        UdpMember far = _net.Add(2);
        far.Stack.Serve("oping");
        Assert.True(far.Stack.Irm.RegisterInLayer(Name.Parse("oping"), UdpNet.Layer, _net.Time.Now).IsOk);
        TestSink[] sinks = [new(near.Stack), new(near.Stack)];
        Array.ForEach(sinks, sink => Allocate(near, sink));
        near.Process.Withdraw(sinks[0], _net.Time.Now);
        _net.RunFor(100);
        Assert.Equal((0, 1), (sinks[0].Outcomes, sinks[1].Outcomes));
        Assert.Equal(1, far.Process.FlowCount);
    }

    [Fact]
    public void A_refusal_that_is_on_its_way_is_not_heard()
    {
        UdpMember lone = _net.Add(1);
        TestSink[] sinks = [new(lone.Stack), new(lone.Stack)];
        Allocate(lone, sinks[0]);
        lone.Process.Withdraw(sinks[0], _net.Time.Now);
        lone.Process.Shutdown(_net.Time.Now);
        Allocate(lone, sinks[1]);
        lone.Process.Withdraw(sinks[1], _net.Time.Now);
        _net.RunFor(5000);
        Assert.All(sinks, sink => Assert.Equal(0, sink.Outcomes));
    }

    private void Allocate(UdpMember member, TestSink sink) => Pair.Allocate(member, sink, _net.Time.Now);

    private sealed class Pair
    {
        public Pair(ulong seed, double loss)
        {
            Far = Net.Add(2);
            Near = Net.Add(1, UdpNet.With(2));
            Acceptor = Far.Stack.Serve("oping");
            Assert.True(Far.Stack.Irm.RegisterInLayer(Name.Parse("oping"), UdpNet.Layer, Net.Time.Now).IsOk);
            var random = new SeededRandom(seed);
            Net.Network.Loses = (_, _) => random.NextDouble() < loss;
            Sink = new TestSink(Near.Stack);
        }

        public UdpNet Net { get; } = new();

        public UdpMember Near { get; }

        public UdpMember Far { get; }

        public TestAcceptor Acceptor { get; }

        public TestSink Sink { get; }

        public static void Allocate(UdpMember member, TestSink sink, Instant now)
        {
            var hash = NameHash.Of(Name.Parse("oping"), member.Process.HashAlgorithm);
            byte[] data = new byte[HandshakeSlot.HeaderLength];
            HandshakeSlot.Begin(data, HandshakeSuiteId.Null);
            member.Process.Allocate(new AllocationRequest(hash, QosSpec.Raw, data), sink, now);
        }

        public void Ask() => Allocate(Near, Sink, Net.Time.Now);

        public void Withdraw() => Near.Process.Withdraw(Sink, Net.Time.Now);

        public void AssertNothingLeft(string what)
        {
            foreach (UdpMember member in (UdpMember[])[Near, Far])
            {
                Assert.Equal((what, 0, 0), (what, member.Process.FlowCount, member.Stack.Context.Timers.Count));
                Assert.Equal((what, 0), (what, member.Stack.Context.Pool.RentedCount));
            }
        }
    }
}
