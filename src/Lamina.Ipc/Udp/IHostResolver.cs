using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>Finds hosts by name, as the system does. Input and output, so it is the driver's.</summary>
public interface IHostResolver
{
    /// <summary>Asks for a host's addresses.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="port">Port of the answers.</param>
    /// <param name="answer">Called later, inside the domain: every address; none where it has none or nobody knows.</param>
    void Resolve(string host, ushort port, Action<IReadOnlyList<UdpEndpoint>, Instant> answer);
}
