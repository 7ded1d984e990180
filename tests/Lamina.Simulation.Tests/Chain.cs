using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>Three hosts in a row: a - b - c, one udp link between neighbours. Members of layers are <c>a.L</c>, <c>b.L</c>, <c>c.L</c>.</summary>
internal sealed class Chain : IDisposable
{
    public const int UdpMaxPacketSize = 1444;

    public static readonly Duration Patience = Duration.FromSeconds(120);

    public Chain(ulong seed, LinkProfile profile)
    {
        Network = new SimulatedNetwork(seed);
        A = Network.AddHost("a");
        B = Network.AddHost("b");
        C = Network.AddHost("c");
        SimulatedDatagramPort a = A.OpenPort(3435);
        SimulatedDatagramPort b = B.OpenPort(3435);
        SimulatedDatagramPort c = C.OpenPort(3435);
        AB = Network.Link(a, b, profile);
        BC = Network.Link(b, c, profile);
        Bearers.AddUdp(A, a, b.Local);
        Bearers.AddUdp(B, b, a.Local, c.Local);
        Bearers.AddUdp(C, c, b.Local);
    }

    public SimulatedNetwork Network { get; }

    public SimulatedHost A { get; }

    public SimulatedHost B { get; }

    public SimulatedHost C { get; }

    public SimulatedLink AB { get; }

    public SimulatedLink BC { get; }

    /// <summary>Makes a layer of three: b is the first, and a router where asked; a and c enrol through it and connect to it.</summary>
    public UnicastIpcProcess[] MakeLayer(string layer, string lower, int lowerMaxPacketSize, bool isRouter, byte ttl = 60)
    {
        UnicastIpcProcess b = NewMember(B, $"b.{layer}");
        var parameters = new UnicastParameters(Name.Parse(layer))
        {
            IsInsecure = true,
            IsRouter = isRouter,
            LowerMaxPacketSize = lowerMaxPacketSize,
            InitialTtl = ttl,
        };
        Expect(B, sink => b.Bootstrap(parameters, sink, Network.Now));
        Publish(B, $"b.{layer}", lower);
        UnicastIpcProcess a = Join(A, $"a.{layer}", $"b.{layer}");
        UnicastIpcProcess c = Join(C, $"c.{layer}", $"b.{layer}");
        Assert.True(Network.RunUntil(() => a.Routes.Count == 2 && c.Routes.Count == 2, Patience), "no routes");
        return [a, b, c];
    }

    /// <summary>Binds a name to an IPC process and registers it in a lower layer.</summary>
    public static void Publish(SimulatedHost host, string process, string lower) => host.Do(now =>
    {
        Assert.Equal(Outcome.Ok, host.Irm.BindProcess(Name.Parse(process), process));
        Assert.Equal(Outcome.Ok, host.Irm.RegisterInLayer(Name.Parse(process), lower, now));
    });

    public static UnicastIpcProcess NewMember(SimulatedHost host, string name, SpokenProtocols? protocols = null)
    {
        var process = new UnicastIpcProcess(name, host.Irm, protocols);
        Assert.Equal(Outcome.Ok, host.Irm.Add(process));
        return process;
    }

    public UnicastIpcProcess Join(SimulatedHost host, string name, string through)
    {
        UnicastIpcProcess process = NewMember(host, name);
        Expect(host, sink => process.Enrol(new EnrolmentParameters(Name.Parse(through)) { IsInsecure = true }, sink, Network.Now));
        Expect(host, sink => process.Connect(Name.Parse(through), ConnectionComponents.All, sink, Network.Now));
        return process;
    }

    /// <summary>Puts a program behind a name of a layer.</summary>
    public void Serve(SimulatedHost host, Name name, string layer, IFlowAcceptor acceptor)
    {
        Assert.Equal(Outcome.Ok, Run(host, sink => host.Irm.Listen(name, acceptor, sink, Network.Now)));
        host.Do(now => Assert.Equal(Outcome.Ok, host.Irm.RegisterInLayer(name, layer, now)));
        Network.RunFor(Duration.FromSeconds(3));
    }

    /// <summary>Starts a transfer from a to a name.</summary>
    public BulkSender Send(Name name, long bytes)
    {
        var sender = new BulkSender(A.Irm.ServiceFor("sender"), QosSpec.Data, bytes);
        A.Do(now => sender.Start(name, now));
        return sender;
    }

    /// <summary>An operation that must succeed; on links with faults it may need more than one attempt, as with a person.</summary>
    public void Expect(SimulatedHost host, Action<IOutcomeSink> operation)
    {
        Outcome outcome = default;
        for (int attempt = 0; attempt < 6; attempt++)
        {
            outcome = Run(host, operation);
            if (outcome.IsOk)
            {
                return;
            }
        }

        Assert.Equal(Outcome.Ok, outcome);
    }

    public Outcome Run(SimulatedHost host, Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        host.Do(_ => operation(probe));
        Assert.True(Network.RunUntil(() => probe.Outcome is not null, Patience), "no outcome");
        return probe.Outcome!.Value;
    }

    /// <summary>Ends every stack, and says what each still holds.</summary>
    public void AssertCleanEnd()
    {
        foreach (SimulatedHost host in Network.Hosts)
        {
            host.Do(host.Irm.Shutdown);
        }

        Network.RunFor(Duration.FromSeconds(1));
        foreach (SimulatedHost host in Network.Hosts)
        {
            Assert.Empty(host.Irm.Flows.All);
            Assert.Equal((host.Name, 0, 0), (host.Name, host.Context.Pool.RentedCount, host.Context.Timers.Count));
        }
    }

    public void Dispose() => Network.Dispose();
}
