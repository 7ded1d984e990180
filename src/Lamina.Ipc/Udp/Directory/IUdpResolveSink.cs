using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>Hears where a name is.</summary>
internal interface IUdpResolveSink
{
    /// <summary>The answer, later than the question.</summary>
    /// <param name="endpoints">Every place known; none: not reachable.</param>
    /// <param name="isFresh">True where peers said so just now; asking again would say the same.</param>
    /// <param name="now">The present.</param>
    void HandleResolved(IReadOnlyList<UdpEndpoint> endpoints, bool isFresh, Instant now);
}
