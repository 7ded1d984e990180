using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Tracing;

namespace Lamina.Node.Management;

/// <summary>Traces of ways.</summary>
public sealed class TraceManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;

    internal TraceManagement(ManagementCalls calls, IpcResourceManager irm)
    {
        _calls = calls;
        _irm = irm;
    }

    /// <summary>Traces the way of a flow to a name that a program of this stack would get now. Allocates nothing. Ends in bounded time.</summary>
    /// <param name="name">The name.</param>
    /// <param name="qos">What the flow would have to give.</param>
    /// <param name="layer">Only this layer; null: any.</param>
    public Task<TracedWay> TraceAsync(Name name, QosSpec qos, string? layer = null) => _calls.InvokeAsync<TracedWay>((done, now) =>
        _irm.TraceName(
            name,
            qos,
            layer,
            (traced, then) =>
            {
                if (traced.Servers.Count == 0)
                {
                    done(new TracedWay(traced, null));
                }
                else
                {
                    new TraceWalk(traced.Servers[0].Target, (path, _) => done(new TracedWay(traced, path))).Start(then);
                }
            },
            now));
}
