using System.Net.Sockets;
using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Edges;

/// <summary>A wake-up between threads of one process: it is polled beside sockets, or waited for alone.</summary>
public interface IOwnWakeUp : IWakeUp
{
    /// <summary>What it is made of, where that is a socket; see <see cref="IPollSource.Socket"/>.</summary>
    Socket? Socket { get; }

    /// <summary>Waits for a signal. One thread at a time.</summary>
    /// <param name="timeout">At most so long; negative: for ever.</param>
    /// <returns>True where there is one; it stays until it is drained.</returns>
    bool Wait(TimeSpan timeout);
}
