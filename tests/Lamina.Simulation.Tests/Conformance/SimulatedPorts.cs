using Lamina.Conformance.Ports;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Simulation.Links;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>Three ports of one simulated host, with links between them.</summary>
internal sealed class SimulatedPorts : PortPair
{
    private readonly SimulatedNetwork _network = new(1);
    private readonly SimulatedHost _host;

    public SimulatedPorts(ManglingProfile? mangling = null, PortImpairment? impairment = null)
    {
        _host = _network.AddHost("host");
        SimulatedDatagramPort sender = _host.OpenPort(1);
        SimulatedDatagramPort other = _host.OpenPort(2);
        SimulatedDatagramPort receiver = _host.OpenPort(3);
        _network.Link(sender, receiver, new LinkProfile());
        _network.Link(other, receiver, new LinkProfile());
        OtherSender = other;
        Receiver = mangling is not null ? new MangledPort(receiver, Context, mangling, new SeededRandom(1)) : Impair(receiver, impairment);
        Sender = Impair(sender, impairment);
    }

    public override MachineContext Context => _host.Context;

    public override IDatagramPort Sender { get; }

    public override IDatagramPort OtherSender { get; }

    public override IDatagramPort Receiver { get; }

    public override UdpEndpoint Nowhere => UdpEndpoint.FromIPv4(0x0A000099, 1);

    public override Instant Now => _network.Now;

    // Ports are used from outside of the host here: it looks at its timers first.
    public override bool RunUntil(Func<bool> condition)
    {
        _host.Do(static _ => { });
        return _network.RunUntil(condition, Duration.FromSeconds(10));
    }

    private IDatagramPort Impair(IDatagramPort port, PortImpairment? impairment)
    {
        if (impairment is null)
        {
            return port;
        }

        var impaired = new ImpairedPort(port, Context);
        impaired.Set(impairment, Now);
        return impaired;
    }

    public override void Dispose()
    {
        _network.Dispose();
        base.Dispose();
    }
}
