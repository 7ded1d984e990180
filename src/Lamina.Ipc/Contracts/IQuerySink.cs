using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>Hears whether a layer reaches a name.</summary>
public interface IQuerySink
{
    /// <summary>The answer; false also when nobody answered in time.</summary>
    void HandleQueryResult(IpcProcess process, bool reachable, Instant now);
}
