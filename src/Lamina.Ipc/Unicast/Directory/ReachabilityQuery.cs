using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>A question of the IRM: does anybody serve the name? Posted as it is, the answer is no.</summary>
internal sealed class ReachabilityQuery(IpcProcess process, IQuerySink sink) : IDirectorySink, IDeferred
{
    /// <inheritdoc/>
    public void HandleFound(IReadOnlyList<Address> members, Instant now) => sink.HandleQueryResult(process, members.Count > 0, now);

    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now) => sink.HandleQueryResult(process, false, now);
}
