using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;

namespace Lamina.Bearers.Linux;

/// <summary>An <see cref="EventFd"/> that can be waited for.</summary>
internal sealed class EventFdWakeUp : IOwnWakeUp
{
    private readonly EventFd _signal = new();
    private readonly PollSet _wait = new(1);

    public EventFdWakeUp() => _wait.Add(_signal.Descriptor);

    public SafeHandle Descriptor => _signal.Descriptor;

    public Socket? Socket => null;

    public void Signal() => _signal.Signal();

    public bool TryDrain() => _signal.TryDrain();

    public bool Wait(TimeSpan timeout) => _wait.Wait(timeout) > 0;

    public void Dispose() => _signal.Dispose();
}
