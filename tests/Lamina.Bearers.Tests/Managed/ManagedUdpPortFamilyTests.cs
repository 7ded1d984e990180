using Lamina.Bearers.Edges;
using Lamina.Bearers.Managed;
using Lamina.Bearers.Tests.Linux;

namespace Lamina.Bearers.Tests.Managed;

/// <summary>The same on sockets of the platform alone.</summary>
public sealed class ManagedUdpPortFamilyTests : UdpPortFamilyTests
{
    protected override SystemEdge Edge => ManagedEdge.Instance;
}
