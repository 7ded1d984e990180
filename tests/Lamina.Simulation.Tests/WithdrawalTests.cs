using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Security.Handshake;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>Flows of a unicast layer that nobody wants any more while they are being looked up or asked for.</summary>
public class WithdrawalTests
{
    [Theory]
    [InlineData("dht", 0, 710)]
    [InlineData("one-hop", 0, 711)]
    [InlineData("dht", 0.1, 712)]
    [InlineData("dht", 0.1, 713)]
    [InlineData("one-hop", 0.1, 714)]
    [InlineData("one-hop", 0.1, 715)]
    public void At_every_millisecond_nothing_is_left_and_nobody_is_told(string directory, double loss, ulong seed)
    {
        using var lab = new Lab(seed, hosts: 3);
        SimulatedLink[] links = lab.AddUdpLine("udp");
        UnicastIpcProcess[] members = new UnicastIpcProcess[3];
        members[0] = lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")) { Directory = directory });
        lab.Publish(0, "m0", members[0], "udp");
        members[1] = lab.Join(1, "m1", "m0");
        lab.Publish(1, "m1", members[1], "udp");
        members[2] = lab.Join(2, "m2", "m1");
        lab.AwaitRoutes(Duration.FromSeconds(20), members);

        // Registered before and not heard of, so that each is looked up.
        const int Moments = 25;
        var acceptors = new Acceptor[Moments];
        for (int i = 0; i < Moments; i++)
        {
            acceptors[i] = new Acceptor();
            Assert.Equal(Outcome.Ok, lab.Hosts[2].Irm.Bind(Name.Parse($"service{i}"), acceptors[i]));
            lab.Register(2, $"service{i}", "net");
        }

        Array.ForEach(links, link => link.Profile = link.Profile with { Loss = loss });
        int accepted = 0;
        int told = 0;
        for (int moment = 0; moment < Moments; moment++)
        {
            var sink = new Sink();
            Allocate(lab, members[0], $"service{moment}", sink);
            lab.Network.RunFor(Duration.FromMilliseconds(moment));
            int outcomes = sink.Outcomes;
            lab.Hosts[0].Do(now => members[0].Withdraw(sink, now));
            lab.Hosts[0].Do(now => sink.Flow?.Close(CloseReason.Normal, now));
            Assert.Equal((moment, 0), (moment, members[0].FlowCount));
            lab.Network.RunFor(loss == 0 ? Duration.FromMilliseconds(20) : Duration.FromSeconds(15));
            Assert.Equal((moment, 0), (moment, members[2].FlowCount));
            Assert.Equal((moment, outcomes), (moment, sink.Outcomes));
            Assert.All(acceptors[moment].Events, heard => Assert.Equal(FlowEvent.Closed, heard.What));
            Assert.All(acceptors[moment].Events, heard => Assert.True(heard.Reason == CloseReason.Normal || loss > 0, $"{heard.Reason}"));
            Assert.Equal((moment, acceptors[moment].Accepted), (moment, acceptors[moment].Events.Count));
            accepted += outcomes == 0 ? acceptors[moment].Accepted : 0;
            told += outcomes;
        }

        // Withdrawn before the answer, after it was given, and too late: all were seen, or the test shows nothing.
        Assert.InRange(accepted, 1, Moments);
        Assert.InRange(told, 1, Moments - 1);
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_process_outside_any_layer_says_nothing_to_who_has_gone()
    {
        using var lab = new Lab(seed: 719, hosts: 1);
        UnicastIpcProcess process = lab.New(0, "m0");
        var sink = new Sink();
        lab.Hosts[0].Do(now =>
        {
            process.Allocate(new AllocationRequest(NameHash.Of(Name.Parse("a"), process.HashAlgorithm), QosSpec.Raw, default), sink, now);
            process.Withdraw(sink, now);
        });
        lab.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal(0, sink.Outcomes);
    }

    private static void Allocate(Lab lab, UnicastIpcProcess process, string name, Sink sink) => lab.Hosts[0].Do(now =>
    {
        byte[] data = new byte[HandshakeSlot.HeaderLength];
        HandshakeSlot.Begin(data, HandshakeSuiteId.Null);
        var hash = NameHash.Of(Name.Parse(name), process.HashAlgorithm);
        process.Allocate(new AllocationRequest(hash, QosSpec.Raw, data), sink, now);
    });

    private sealed class Acceptor : IFlowAcceptor, IFlowUser
    {
        public string Description => "test";

        public int Accepted { get; private set; }

        public List<(FlowEvent What, CloseReason Reason)> Events { get; } = [];

        public void HandleArrival(Name name, ArrivingFlow arrival, Instant now) => Accepted += arrival.Accept([], this, now) is null ? 0 : 1;

        public void HandleTrain(in Train train, Instant now)
        {
        }

        public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now) => Events.Add((what, reason));
    }

    private sealed class Sink : IAllocationSink
    {
        public int Outcomes { get; private set; }

        public LowerFlow? Flow { get; private set; }

        public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
        {
            Outcomes++;
            Flow = flow;
        }

        public void HandleRefused(CloseReason reason, Instant now) => Outcomes++;
    }
}
