using System.Net;
using Lamina.Bearers.Linux;

namespace Lamina.Node.Management;

/// <summary>A UDP port of a stack.</summary>
/// <param name="Local">Where it is bound.</param>
/// <param name="Counters">What it did and dropped; they go on counting.</param>
public sealed record PortInfo(IPEndPoint Local, UdpPortCounters Counters);
