using Lamina.Bearers.Managed;
using Lamina.Bearers.Tests.Linux;

namespace Lamina.Bearers.Tests.Managed;

/// <summary>The same port on sockets of the platform alone.</summary>
public sealed class ManagedUdpPortTests() : UdpPortTests(ManagedEdge.Instance);
