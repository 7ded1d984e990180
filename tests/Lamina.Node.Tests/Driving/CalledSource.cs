using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Tests.Driving;

/// <summary>Something comes, as from a socket, and whoever drives hands it in: that runs inside.</summary>
internal sealed class CalledSource(Action<Instant> handler) : IPollSource, IDisposable
{
    private readonly IOwnWakeUp _signal = SystemEdge.Present.NewWakeUp();

    public SafeHandle Descriptor => _signal.Descriptor;

    public Socket? Socket => _signal.Socket;

    public bool WantsWrite => false;

    /// <inheritdoc/>
    public long Traffic { get; set; }

    /// <summary>It is ready, for one turn.</summary>
    public void Come() => _signal.Signal();

    public void HandleReady(bool readable, bool writable, Instant now)
    {
        _signal.TryDrain();
        handler(now);
    }

    public void Dispose() => _signal.Dispose();
}
