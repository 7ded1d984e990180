using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Linux;

/// <summary>
/// A wake-up that can be polled beside sockets, and passed to another process. It counts: signals before a
/// <see cref="Drain"/> merge into one readable state. Never blocks.
/// </summary>
public sealed unsafe class EventFd : IWakeUp
{
    private readonly SafeFileHandle _descriptor;

    /// <summary>A new one, not signalled.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public EventFd()
    {
        OnLinux.Require("an eventfd");
        _descriptor = LibC.EventFd(0, LibC.EventFdCloseOnExec | LibC.EventFdNonBlocking);
        if (_descriptor.IsInvalid)
        {
            throw LibC.Failure("eventfd");
        }
    }

    /// <summary>One that a peer sent; it must be non-blocking, as ours are. Owned from now on.</summary>
    public EventFd(SafeFileHandle descriptor) => _descriptor = descriptor;

    /// <summary>For polling and for passing on. Owned by this object.</summary>
    public SafeHandle Descriptor => _descriptor;

    /// <summary>Makes it readable.</summary>
    public void Signal()
    {
        ulong one = 1;
        // The only refusal is a full counter, which is readable already.
        _ = LibC.Write(_descriptor, &one, sizeof(ulong));
    }

    /// <summary>Makes it unreadable; returns how many signals there were, 0 for none.</summary>
    public ulong Drain()
    {
        ulong count = 0;
        return LibC.Read(_descriptor, &count, sizeof(ulong)) == sizeof(ulong) ? count : 0;
    }

    /// <summary>As <see cref="Drain"/>; who holds it can always signal.</summary>
    public bool TryDrain()
    {
        Drain();
        return true;
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose() => _descriptor.Dispose();
}
