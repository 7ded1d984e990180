using Lamina.Conformance.Ports;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>A way that is only slow and late loses nothing and keeps the order.</summary>
public sealed class ImpairedPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new SimulatedPorts(impairment: new PortImpairment
    {
        Latency = Duration.FromMilliseconds(3),
        Jitter = Duration.FromMilliseconds(2),
        BitsPerSecond = 50_000_000,
        QueueBytes = 4 << 20,
        Seed = 1,
    });
}
