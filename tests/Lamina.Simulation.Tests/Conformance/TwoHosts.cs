using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Local;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>Two hosts with a link between their udp members, or one host with a local layer; and unicast layers upon that.</summary>
internal sealed class TwoHosts
{
    private readonly SimulatedHost _near;
    private readonly SimulatedHost _far;
    private readonly ChokedPort? _port;
    private SimulatedLayer _layer;

    private TwoHosts(SimulatedNetwork network, SimulatedHost near, SimulatedHost far, IpcProcess nearMember, IpcProcess farMember, ChokedPort? port)
    {
        Network = network;
        (_near, _far, _port) = (near, far, port);
        _layer = Layer(nearMember, farMember);
    }

    public SimulatedNetwork Network { get; }

    /// <summary>The topmost layer.</summary>
    public SimulatedLayer Top => _layer;

    public static TwoHosts OverUdp(ulong seed, ManglingProfile? mangling = null, LinkProfile? link = null)
    {
        var network = new SimulatedNetwork(seed);
        SimulatedHost near = network.AddHost("near");
        SimulatedHost far = network.AddHost("far");
        SimulatedDatagramPort nearPort = near.OpenPort(3435);
        SimulatedDatagramPort farPort = far.OpenPort(3435);
        network.Link(nearPort, farPort, link);
        var port = new ChokedPort(Mangle(near, nearPort, mangling));
        UdpIpcProcess nearMember = AddUdp(near, port, farPort.Local);
        UdpIpcProcess farMember = AddUdp(far, Mangle(far, farPort, mangling), nearPort.Local);
        return new TwoHosts(network, near, far, nearMember, farMember, port);
    }

    public static TwoHosts OverLocal(ulong seed)
    {
        var network = new SimulatedNetwork(seed);
        SimulatedHost host = network.AddHost("host");
        var member = new LocalIpcProcess("local", "local", host.Irm);
        Assert.Equal(Outcome.Ok, host.Irm.Add(member));
        return new TwoHosts(network, host, host, member, member, null);
    }

    /// <summary>Puts a unicast layer upon the topmost one: the far host makes it, the near one joins.</summary>
    public TwoHosts WithUnicast(string layer)
    {
        string lower = _layer.Layer;
        UnicastIpcProcess far = Chain.NewMember(_far, $"far.{layer}");
        var parameters = new UnicastParameters(Name.Parse(layer)) { IsInsecure = true };
        Expect(_far, sink => far.Bootstrap(parameters, sink, Network.Now));
        Chain.Publish(_far, far.Name, lower);
        UnicastIpcProcess near = Chain.NewMember(_near, $"near.{layer}");
        Expect(_near, sink => near.Enrol(new EnrolmentParameters(Name.Parse(far.Name)) { IsInsecure = true }, sink, Network.Now));
        Expect(_near, sink => near.Connect(Name.Parse(far.Name), ConnectionComponents.All, sink, Network.Now));
        _layer = Layer(near, far);
        return this;
    }

    private static IDatagramPort Mangle(SimulatedHost host, SimulatedDatagramPort port, ManglingProfile? mangling) =>
        mangling is null ? port : new MangledPort(port, host.Context, mangling, host.Context.Random);

    private static UdpIpcProcess AddUdp(SimulatedHost host, IDatagramPort port, params UdpEndpoint[] peers)
    {
        var process = new UdpIpcProcess("udp", new UdpSettings { Layer = "udp", IsInsecure = true, Peers = peers }, port, host.Irm);
        Assert.Equal(Outcome.Ok, host.Irm.Add(process));
        return process;
    }

    private SimulatedLayer Layer(IpcProcess near, IpcProcess far) =>
        new(Network, near.Layer!, new SimulatedStation(Network, _near, near), new SimulatedStation(Network, _far, far)) { Port = _port };

    private void Expect(SimulatedHost host, Action<IOutcomeSink> operation)
    {
        var outcome = new RecordingOutcome();
        host.Do(_ => operation(outcome));
        Assert.True(Network.RunUntil(() => outcome.Answers == 1, LayerUnderTest.LongestVirtual), "no outcome");
        Assert.True(outcome.Outcome.IsOk, outcome.Outcome.Message);
    }
}
