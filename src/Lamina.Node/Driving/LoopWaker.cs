using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;

namespace Lamina.Node.Driving;

/// <summary>
/// Wakes a loop from its poll; costs a system call only while the loop sleeps. A wake-up that comes before the sleep is
/// kept.
/// <code>
///             TrySleep             Wake: signal
///  running -----------> asleep ------------------+
///     | ^                  | Awake                |
///     | +------------------+                      v
///     +---- Wake ----------------------------> notified --- TrySleep says no, or Awake ---> running
/// </code>
/// </summary>
internal sealed class LoopWaker(SystemEdge edge) : IWaker, IPollSource, IDisposable
{
    private const int Running = 0;
    private const int Asleep = 1;
    private const int Notified = 2;

    private readonly IOwnWakeUp _signal = edge.NewWakeUp();
    private int _state;

    public SafeHandle Descriptor => _signal.Descriptor;

    public Socket? Socket => _signal.Socket;

    public bool WantsWrite => false;

    /// <summary>True when somebody called <see cref="Wake"/> since the loop last ran.</summary>
    public bool IsNotified => Volatile.Read(ref _state) == Notified;

    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, Notified) == Asleep)
        {
            _signal.Signal();
        }
    }

    /// <summary>Loop only. False: there was a wake-up, go round once more.</summary>
    public bool TrySleep()
    {
        if (Interlocked.CompareExchange(ref _state, Asleep, Running) == Running)
        {
            return true;
        }

        Awake();
        return false;
    }

    /// <summary>Loop only: runs again, whatever woke it.</summary>
    public void Awake() => Interlocked.Exchange(ref _state, Running);

    public void HandleReady(bool readable, bool writable, Instant now) => _signal.TryDrain();

    /// <summary>Takes the signal back after a wait for nothing else.</summary>
    public void Drain() => _signal.TryDrain();

    public void Dispose() => _signal.Dispose();
}
