using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>A name that somebody told by hand where to find.</summary>
/// <param name="Hash">MD5 of the name.</param>
/// <param name="Endpoint">Where a member is that has it.</param>
public readonly record struct HostEntry(NameHash Hash, UdpEndpoint Endpoint);
