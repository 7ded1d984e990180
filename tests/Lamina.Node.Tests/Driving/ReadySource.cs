using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Tests.Driving;

/// <summary>A source that is ready for so many turns, each with so many bytes.</summary>
internal sealed class ReadySource(int turns, int bytes) : IPollSource, IDisposable
{
    private readonly IOwnWakeUp _signal = SystemEdge.Present.NewWakeUp();

    public SafeHandle Descriptor => _signal.Descriptor;

    public Socket? Socket => _signal.Socket;

    public bool WantsWrite => false;

    public long Traffic { get; private set; }

    /// <summary>Ends with the last turn.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Begin() => _signal.Signal();

    public void HandleReady(bool readable, bool writable, Instant now)
    {
        Traffic += bytes;
        if (--turns == 0)
        {
            _signal.TryDrain();
            Over.TrySetResult();
        }
    }

    public void Dispose() => _signal.Dispose();
}
