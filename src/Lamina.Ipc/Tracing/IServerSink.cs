using Lamina.Core;

namespace Lamina.Ipc.Tracing;

/// <summary>Hears where a name is served.</summary>
public interface IServerSink
{
    /// <summary>The places, who would be asked for a flow first at the front; none where nobody serves it. Once, later.</summary>
    void HandleServers(IReadOnlyList<ServerPlace> servers, Instant now);
}
