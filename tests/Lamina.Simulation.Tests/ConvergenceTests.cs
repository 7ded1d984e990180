using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>What a user types next works: no command says Ok before the layer agrees.</summary>
public class ConvergenceTests
{
    [Fact]
    public void After_connect_and_register_said_ok_the_first_allocation_succeeds_whatever_the_links()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            try
            {
                RunOne(seed);
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }

    [Fact]
    public void An_unknown_name_in_a_settled_layer_costs_one_question()
    {
        using var chain = new Chain(seed: 5, new LinkProfile());
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: false);
        chain.Network.RunFor(Duration.FromSeconds(3));
        Instant before = chain.Network.Now;
        Pinger pinger = Ping(chain, chain.A, "nobody");
        Assert.Equal(CloseReason.NameUnknown, pinger.Refused);
        Assert.InRange((chain.Network.Now - before).Milliseconds, 0, 20);
    }

    [Fact]
    public void Connect_to_a_member_that_falls_silent_says_what_is_missing()
    {
        using var chain = new Chain(seed: 6, new LinkProfile());
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: false);
        UnicastIpcProcess late = Chain.NewMember(chain.A, "late");
        Enrol(chain, chain.A, late, "b.net");
        var probe = new OutcomeProbe();
        chain.A.Do(now => late.Connect(Name.Parse("b.net"), ConnectionComponents.All, probe, now));
        Assert.True(chain.Network.RunUntil(() => late.Adjacencies.Count(flow => flow.State == AdjacencyState.Up) == 2, Chain.Patience));
        chain.AB.IsCut = true;
        Assert.Null(probe.Outcome);
        Instant before = chain.Network.Now;
        Assert.True(chain.Network.RunUntil(() => probe.Outcome is not null, Chain.Patience));
        Assert.InRange((chain.Network.Now - before).TotalSeconds, 0, 11);
        Assert.Equal(OutcomeCode.Timeout, probe.Outcome!.Value.Code);
        Assert.Contains("the flows to 'b.net' are there, but", probe.Outcome.Value.Message, StringComparison.Ordinal);
        Assert.Empty(late.Adjacencies);
    }

    private static void RunOne(ulong seed)
    {
        var random = new SeededRandom(seed);
        var profile = new LinkProfile
        {
            Latency = Duration.FromMicroseconds(100 + random.Next(100_000)),
            Jitter = Duration.FromMicroseconds(random.Next(50_000)),
        };
        using var chain = new Chain(seed, profile);
        UnicastIpcProcess b = Chain.NewMember(chain.B, "b.net");
        chain.Expect(chain.B, sink => b.Bootstrap(
            new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = Chain.UdpMaxPacketSize, IsRouter = seed % 3 == 0 },
            sink,
            chain.Network.Now));
        Chain.Publish(chain.B, "b.net", "udp");
        UnicastIpcProcess a = Chain.NewMember(chain.A, "a.net");
        UnicastIpcProcess c = Chain.NewMember(chain.C, "c.net");
        Enrol(chain, chain.A, a, "b.net");
        Enrol(chain, chain.C, c, "b.net");

        // One name is registered before its member is connected, one after; each is asked for from the other end at once.
        bool registersFirst = seed % 2 == 0;
        Connect(chain, chain.A, a);
        if (registersFirst)
        {
            Register(chain, chain.C, "early");
        }

        Connect(chain, chain.C, c);
        if (!registersFirst)
        {
            Register(chain, chain.C, "early");
        }

        AssertAnswers(chain, chain.A, "early");
        Register(chain, chain.A, "late");
        AssertAnswers(chain, chain.C, "late");
    }

    private static void Enrol(Chain chain, SimulatedHost host, UnicastIpcProcess process, string through) => Assert.Equal(
        Outcome.Ok,
        chain.Run(host, sink => process.Enrol(new EnrolmentParameters(Name.Parse(through)) { IsInsecure = true }, sink, chain.Network.Now)));

    private static void Connect(Chain chain, SimulatedHost host, UnicastIpcProcess process)
    {
        Assert.Equal(
            Outcome.Ok, chain.Run(host, sink => process.Connect(Name.Parse("b.net"), ConnectionComponents.All, sink, chain.Network.Now)));
        Assert.Contains(process.Routes, route => route.Cost == 1);
    }

    private static void Register(Chain chain, SimulatedHost host, string name)
    {
        Assert.Equal(Outcome.Ok, host.Irm.Bind(Name.Parse(name), new EchoServer(host.Irm.ServiceFor("echo"))));
        Assert.Equal(Outcome.Ok, chain.Run(host, sink => host.Irm.RegisterInLayer(Name.Parse(name), "net", sink, chain.Network.Now)));
    }

    private static void AssertAnswers(Chain chain, SimulatedHost from, string name)
    {
        Pinger pinger = Ping(chain, from, name);
        Assert.True(pinger.IsDone, $"{from.Name} to '{name}': {pinger.Refused}");
    }

    private static Pinger Ping(Chain chain, SimulatedHost from, string name)
    {
        var pinger = new Pinger(from.Irm.ServiceFor("ping"), QosSpec.Data, 1);
        from.Do(now => pinger.Start(Name.Parse(name), now));
        Assert.True(chain.Network.RunUntil(() => pinger.IsDone || pinger.Refused != CloseReason.None, Chain.Patience), "no end");
        return pinger;
    }
}
