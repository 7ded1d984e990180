using System.Net;
using Lamina.Bearers.Linux;

namespace Lamina.Node.Management;

/// <summary>A datagram port of a stack.</summary>
/// <param name="Local">Where it is bound.</param>
/// <param name="Technology">What it is open on, as the stack's catalogue names it.</param>
/// <param name="Counters">What a UDP port did and dropped; they go on counting. Null for other technologies.</param>
public sealed record PortInfo(IPEndPoint Local, string Technology, UdpPortCounters? Counters);
