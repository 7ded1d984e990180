using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Transport;

/// <summary>Two senders, a router, a receiver; layers on each other, each with the router in the middle.</summary>
internal sealed class TransportNetwork : IDisposable
{
    private const string Bearer = "udp";
    private const ushort Port = 3435;
    private const int Attempts = 10;

    private static readonly string[] HostNames = ["a", "b", "router", "c"];
    private static readonly Duration Patience = Duration.FromSeconds(60);

    private readonly SimulatedHost[] _hosts;
    private readonly string _congestion;

    /// <summary>Makes it, all links as they are before anything is wrong.</summary>
    public TransportNetwork(TransportCell cell, ulong seed, string congestion, IPacketTap? tap = null)
    {
        _congestion = congestion;
        Network = new SimulatedNetwork(seed) { Tap = tap, IsHashed = false };
        _hosts = [.. HostNames.Select(Network.AddHost)];
        SimulatedDatagramPort[] ports = [.. _hosts.Select(host => host.OpenPort(Port))];
        Short = [Network.Link(ports[0], ports[2], TransportCell.ShortLink), Network.Link(ports[1], ports[2], TransportCell.ShortLink)];
        Long = Network.Link(ports[2], ports[3], cell.LongLink);
        UdpEndpoint router = ports[2].Local;
        AddBearer(A, ports[0], router);
        AddBearer(B, ports[1], router);
        AddBearer(Router, ports[2], ports[0].Local, ports[1].Local, ports[3].Local);
        AddBearer(C, ports[3], router);
        for (int layer = 1; layer <= cell.Depth; layer++)
        {
            MakeLayer($"net{layer}", layer == 1 ? Bearer : $"net{layer - 1}");
        }

        Top = $"net{cell.Depth}";
    }

    public SimulatedNetwork Network { get; }

    public SimulatedHost A => _hosts[0];

    public SimulatedHost B => _hosts[1];

    public SimulatedHost Router => _hosts[2];

    public SimulatedHost C => _hosts[3];

    /// <summary>The links of the senders.</summary>
    public IReadOnlyList<SimulatedLink> Short { get; }

    /// <summary>The link between router and receiver: what everybody shares.</summary>
    public SimulatedLink Long { get; }

    /// <summary>The highest layer.</summary>
    public string Top { get; }

    /// <summary>Puts a program behind a name of the highest layer.</summary>
    public void Serve(SimulatedHost host, Name name, IFlowAcceptor program)
    {
        Expect(host, sink => host.Irm.Listen(name, program, sink, Network.Now));
        Expect(host, sink => host.Irm.RegisterInLayer(name, Top, sink, Network.Now));
    }

    /// <summary>Ends every stack.</summary>
    /// <returns>What is left then; null where nothing is.</returns>
    public string? End()
    {
        foreach (SimulatedHost host in _hosts)
        {
            host.Do(host.Irm.Shutdown);
        }

        Network.RunFor(Duration.FromSeconds(1));
        foreach (SimulatedHost host in _hosts)
        {
            (int flows, int buffers, int timers) = (host.Irm.Flows.All.Count, host.Context.Pool.RentedCount, host.Context.Timers.Count);
            if (flows + buffers + timers > 0)
            {
                return $"{host.Name} is left with {flows} flows, {buffers} buffers, {timers} timers";
            }
        }

        return Network.LateCount > 0 ? $"{Network.LateCount} timers were set in the past" : null;
    }

    public void Dispose() => Network.Dispose();

    private static void AddBearer(SimulatedHost host, SimulatedDatagramPort port, params UdpEndpoint[] peers)
    {
        var settings = new UdpSettings { Layer = Bearer, IsInsecure = true, Peers = peers };
        host.Irm.Add(new UdpIpcProcess(Bearer, settings, port, host.Irm));
    }

    private void MakeLayer(string layer, string lower)
    {
        var router = Name.Parse($"router.{layer}");
        int size = lower == Bearer
            ? UnicastParameters.CommonLowerMaxPacketSize
            : Router.Irm.Processes.InLayer(lower)[0].Limits!.Value.MaxPacketSize;
        UnicastIpcProcess first = Add(Router, layer);
        var parameters = new UnicastParameters(Name.Parse(layer))
        {
            IsInsecure = true,
            LowerMaxPacketSize = size,
            Congestion = _congestion,
        };
        Expect(Router, sink => first.Bootstrap(parameters, sink, Network.Now));
        Router.Irm.BindProcess(router, first.Name);
        Expect(Router, sink => Router.Irm.RegisterInLayer(router, lower, sink, Network.Now));
        UnicastIpcProcess[] members = [first, Join(A, layer, router), Join(B, layer, router), Join(C, layer, router)];
        if (!Network.RunUntil(() => Array.TrueForAll(members, member => member.Routes.Count == members.Length - 1), Patience))
        {
            throw new InvalidOperationException($"layer {layer} has no routes");
        }
    }

    private UnicastIpcProcess Join(SimulatedHost host, string layer, Name through)
    {
        UnicastIpcProcess member = Add(host, layer);
        Expect(host, sink => member.Enrol(new EnrolmentParameters(through) { IsInsecure = true }, sink, Network.Now));
        Expect(host, sink => member.Connect(through, ConnectionComponents.All, sink, Network.Now));
        return member;
    }

    private static UnicastIpcProcess Add(SimulatedHost host, string layer)
    {
        var member = new UnicastIpcProcess($"{host.Name}.{layer}", host.Irm);
        host.Irm.Add(member);
        return member;
    }

    private void Expect(SimulatedHost host, Action<IOutcomeSink> operation)
    {
        Outcome outcome = default;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var answer = new LastOutcome();
            host.Do(_ => operation(answer));
            outcome = Network.RunUntil(() => answer.Outcome is not null, Patience) ? answer.Outcome!.Value : Outcome.Timeout("no answer");
            if (outcome.IsOk)
            {
                return;
            }
        }

        throw new InvalidOperationException(outcome.Message);
    }
}
