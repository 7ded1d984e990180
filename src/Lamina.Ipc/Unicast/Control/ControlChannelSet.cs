using Lamina.Core;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>All control channels of an IPC process, those that still linger after their close included: what it ends when it goes.</summary>
internal sealed class ControlChannelSet(MachineContext context)
{
    private readonly List<ControlChannel> _channels = [];

    public MachineContext Context { get; } = context;

    public void Add(ControlChannel channel) => _channels.Add(channel);

    public void Remove(ControlChannel channel) => _channels.Remove(channel);

    public void Shutdown(Instant now)
    {
        foreach (ControlChannel channel in _channels.ToArray())
        {
            channel.Abort(CloseReason.ShuttingDown, now);
        }
    }
}
