using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Ports;

namespace Lamina.Conformance.Ports;

/// <summary>The host of a port that a fact polls by itself.</summary>
internal sealed class PolledPort(MachineContext context, SystemEdge edge) : IPortHost
{
    private readonly ISourceWait _wait = edge.NewWait();
    private IPollSource? _source;

    public MachineContext Context => context;

    public SystemEdge Edge => edge;

    public void Watch(IPollSource source) => _source = source;

    public void ReconsiderInterest()
    {
    }

    public void Release() => _source = null;

    public void Poll(TimeSpan patience, Instant now)
    {
        if (_source is not { } source)
        {
            return;
        }

        _wait.Prepare([source]);
        _wait.Wait(new Duration(patience.Ticks * 100), 1);
        if (_wait.TryTake(0, out bool readable, out bool writable))
        {
            source.HandleReady(readable, writable, now);
        }
    }
}
