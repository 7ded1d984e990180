using System.Net;

namespace Lamina.Node.Management;

/// <summary>A place in a udp layer.</summary>
/// <param name="Address">Where it is, or was when its host was looked up.</param>
/// <param name="Host">The host's name, where it was told by name: it is looked up again when it does not answer.</param>
public sealed record UdpPlace(IPEndPoint Address, string? Host = null)
{
    /// <summary>A place that was told by its address.</summary>
    public static implicit operator UdpPlace(IPEndPoint address) => new(address);
}
