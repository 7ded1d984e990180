using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Ports;

namespace Lamina.Conformance.Ports;

/// <summary>The host of a port that a fact polls by itself.</summary>
internal sealed class PolledPort(MachineContext context) : IPortHost
{
    private IPollSource? _source;

    public MachineContext Context => context;

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

        var poll = new PollSet(1);
        int place = poll.Add(source.Descriptor);
        poll.WatchWritable(place, source.WantsWrite);
        if (poll.Wait(patience) > 0)
        {
            source.HandleReady(poll.IsReadable(place), poll.IsWritable(place), now);
        }
    }
}
