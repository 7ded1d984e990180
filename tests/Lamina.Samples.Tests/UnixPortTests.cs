using System.Net;
using CustomPolicies;
using Lamina.Conformance.Ports;

namespace Lamina.Samples.Tests;

public sealed class UnixPortTests : DatagramPortSuite
{
    private readonly SocketDirectory _directory = new();

    public override void Dispose()
    {
        base.Dispose();
        _directory.Dispose();
    }

    protected override PortPair Make() => new FactoryPorts(new UnixPorts(_directory.Path), new IPEndPoint(IPAddress.Loopback, 0));
}
