using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>Hosts and layers that a test makes as it goes, with the operations of an operator.</summary>
internal sealed class Lab : IDisposable
{
    public static readonly Duration Patience = Duration.FromSeconds(120);

    public Lab(ulong seed, int hosts, PolicyCatalogue? policies = null)
    {
        Network = new SimulatedNetwork(seed) { Policies = policies };
        for (int i = 0; i < hosts; i++)
        {
            Network.AddHost($"h{i}");
        }
    }

    public SimulatedNetwork Network { get; }

    public IReadOnlyList<SimulatedHost> Hosts => Network.Hosts;

    public Instant Now => Network.Now;

    /// <summary>The ports of the hosts, by udp layer.</summary>
    public Dictionary<string, SimulatedDatagramPort[]> Ports { get; } = [];

    /// <summary>A udp layer of all hosts, with links between neighbours in a row.</summary>
    public SimulatedLink[] AddUdpLine(string layer, ushort port = 3435, LinkProfile? profile = null) =>
        AddUdp(layer, [.. Enumerable.Range(1, Hosts.Count - 1).Select(i => (i - 1, i))], port, profile);

    /// <summary>A udp layer of all hosts, with these links.</summary>
    public SimulatedLink[] AddUdp(string layer, (int A, int B)[] edges, ushort port = 3435, LinkProfile? profile = null, ulong capacity = 0)
    {
        SimulatedDatagramPort[] ports = Ports[layer] = [.. Hosts.Select(host => host.OpenPort(port))];
        SimulatedLink[] links = [.. edges.Select(edge => Network.Link(ports[edge.A], ports[edge.B], profile ?? new LinkProfile()))];
        for (int i = 0; i < ports.Length; i++)
        {
            UdpEndpoint[] peers = [.. edges.Where(edge => edge.A == i || edge.B == i).Select(edge => ports[edge.A == i ? edge.B : edge.A].Local)];
            AddBearer(i, layer, ports[i], capacity, peers);
        }

        return links;
    }

    public void AddBearer(int host, string layer, SimulatedDatagramPort port, params UdpEndpoint[] peers) => AddBearer(host, layer, port, 0, peers);

    public void AddBearer(int host, string layer, SimulatedDatagramPort port, ulong capacity, params UdpEndpoint[] peers)
    {
        var settings = new UdpSettings { Layer = layer, IsInsecure = true, Peers = peers, Capacity = capacity };
        Assert.Equal(Outcome.Ok, Hosts[host].Irm.Add(new UdpIpcProcess(layer, settings, port, Hosts[host].Irm)));
    }

    public UnicastIpcProcess New(int host, string name, SpokenProtocols? protocols = null) => Chain.NewMember(Hosts[host], name, protocols);

    public UnicastIpcProcess Bootstrap(int host, string name, UnicastParameters parameters)
    {
        UnicastIpcProcess process = New(host, name);
        Assert.Equal(Outcome.Ok, Run(host, sink => process.Bootstrap(parameters with { IsInsecure = true }, sink, Now)));
        return process;
    }

    public UnicastIpcProcess Enrol(int host, string name, string through, bool isRouter = false)
    {
        UnicastIpcProcess process = New(host, name);
        Assert.Equal(Outcome.Ok, TryEnrol(host, process, through, isRouter));
        return process;
    }

    public Outcome TryEnrol(int host, UnicastIpcProcess process, string through, bool isRouter = false) => Run(
        host, sink => process.Enrol(new EnrolmentParameters(Name.Parse(through)) { IsInsecure = true, IsRouter = isRouter }, sink, Now));

    public void Connect(int host, UnicastIpcProcess process, string to, ulong? capacity = null) =>
        Assert.Equal(Outcome.Ok, TryConnect(host, process, to, capacity));

    public Outcome TryConnect(int host, UnicastIpcProcess process, string to, ulong? capacity = null) =>
        Run(host, sink => process.Connect(Name.Parse(to), ConnectionComponents.All, null, sink, Now, capacity));

    public void Disconnect(int host, UnicastIpcProcess process, string from) => Assert.Equal(
        Outcome.Ok, Run(host, sink => process.Disconnect(Name.Parse(from), ConnectionComponents.All, sink, Now)));

    public UnicastIpcProcess Join(int host, string name, string through, ulong? capacity = null)
    {
        UnicastIpcProcess process = Enrol(host, name, through);
        Connect(host, process, through, capacity);
        return process;
    }

    /// <summary>Binds a name to an IPC process and makes it known in a lower layer.</summary>
    public void Publish(int host, string name, UnicastIpcProcess process, string lower)
    {
        Assert.Equal(Outcome.Ok, Hosts[host].Irm.BindProcess(Name.Parse(name), process.Name));
        Register(host, name, lower);
    }

    public void Register(int host, string name, string layer) =>
        Assert.Equal(Outcome.Ok, Run(host, sink => Hosts[host].Irm.RegisterInLayer(Name.Parse(name), layer, sink, Now)));

    /// <summary>Puts an echo server behind a name of a layer.</summary>
    public EchoServer Serve(int host, string name, string layer)
    {
        var server = new EchoServer(Hosts[host].Irm.ServiceFor("echo"));
        Assert.Equal(Outcome.Ok, Hosts[host].Irm.Bind(Name.Parse(name), server));
        Register(host, name, layer);
        return server;
    }

    /// <summary>The ping line: the same at every depth.</summary>
    public CloseReason Ping(int host, string name, int count = 3)
    {
        var pinger = new Pinger(Hosts[host].Irm.ServiceFor("ping"), QosSpec.Data, count);
        Hosts[host].Do(now => pinger.Start(Name.Parse(name), now));
        Assert.True(Network.RunUntil(() => pinger.IsDone || pinger.Refused != CloseReason.None, Patience), $"ping {name}: no end");
        return pinger.Refused;
    }

    /// <summary>Starts packets that go to a name and come back, one each interval, until stopped.</summary>
    public Ticker Tick(int host, string name, QosSpec qos, string? layer = null)
    {
        var ticker = new Ticker(Hosts[host], qos, layer);
        Hosts[host].Do(now => ticker.Start(Name.Parse(name), now));
        Assert.True(Network.RunUntil(() => ticker.IsOpen || ticker.Refused != CloseReason.None, Patience), $"{name}: no flow and no answer");
        Assert.Equal(CloseReason.None, ticker.Refused);
        return ticker;
    }

    public Outcome Run(int host, Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        Hosts[host].Do(_ => operation(probe));
        Assert.True(Network.RunUntil(() => probe.Outcome is not null, Patience), "no outcome");
        return probe.Outcome!.Value;
    }

    public void AwaitRoutes(Duration atMost, params UnicastIpcProcess[] members) => Assert.True(
        Network.RunUntil(() => Array.TrueForAll(members, member => member.Routes.Count == members.Length - 1), atMost),
        $"routes: {string.Join(", ", members.Select(member => $"{member.Name} {member.Routes.Count}"))} of {members.Length - 1} each");

    /// <summary>Ends every stack, and says what each still holds.</summary>
    public void AssertCleanEnd()
    {
        foreach (SimulatedHost host in Hosts)
        {
            host.Do(host.Irm.Shutdown);
        }

        Network.RunFor(Duration.FromSeconds(1));
        foreach (SimulatedHost host in Hosts)
        {
            Assert.Empty(host.Irm.Flows.All);
            Assert.Equal((host.Name, 0, 0), (host.Name, host.Context.Pool.RentedCount, host.Context.Timers.Count));
        }
    }

    public void Dispose() => Network.Dispose();
}
