using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>A descriptor that a loop waits for. Everything here is called by the owner of the loop's domain.</summary>
public interface IPollSource
{
    /// <summary>What is waited for. Stays open while the source is in a <see cref="Poller"/>.</summary>
    SafeHandle Descriptor { get; }

    /// <summary>
    /// The descriptor, where it is a socket's: all that can be waited for without Linux. Null (default): it is something else, or nobody needs it there.
    /// </summary>
    Socket? Socket => null;

    /// <summary>Whether the wait ends when there is room to write; asked before every wait.</summary>
    bool WantsWrite { get; }

    /// <summary>Bytes that have come and gone. 0 (default) where nobody counts them.</summary>
    long Traffic => 0;

    /// <summary>The descriptor is ready; work here is bounded, and what is left is found by the next wait.</summary>
    /// <param name="readable">Readable, in error or hung up: reading will say which.</param>
    /// <param name="writable">There is room to write.</param>
    /// <param name="now">The present.</param>
    void HandleReady(bool readable, bool writable, Instant now);
}
