using Lamina.Conformance.Ports;
using Lamina.Core;
using Lamina.Simulation.Links;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>Three ports of one simulated host, with links between them.</summary>
internal sealed class SimulatedPorts : PortPair
{
    private readonly SimulatedNetwork _network = new(1);
    private readonly SimulatedHost _host;

    public SimulatedPorts(ManglingProfile? mangling = null)
    {
        _host = _network.AddHost("host");
        SimulatedDatagramPort sender = _host.OpenPort(1);
        SimulatedDatagramPort other = _host.OpenPort(2);
        SimulatedDatagramPort receiver = _host.OpenPort(3);
        _network.Link(sender, receiver, new LinkProfile());
        _network.Link(other, receiver, new LinkProfile());
        Sender = sender;
        OtherSender = other;
        Receiver = mangling is null ? receiver : new MangledPort(receiver, Context, mangling, new SeededRandom(1));
    }

    public override MachineContext Context => _host.Context;

    public override IDatagramPort Sender { get; }

    public override IDatagramPort OtherSender { get; }

    public override IDatagramPort Receiver { get; }

    public override UdpEndpoint Nowhere => UdpEndpoint.FromIPv4(0x0A000099, 1);

    public override Instant Now => _network.Now;

    public override bool RunUntil(Func<bool> condition) => _network.RunUntil(condition, Duration.FromSeconds(10));

    public override void Dispose()
    {
        _network.Dispose();
        base.Dispose();
    }
}
