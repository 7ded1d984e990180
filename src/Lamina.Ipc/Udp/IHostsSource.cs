using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>A hosts file that people change. Input and output, so it is the driver's.</summary>
public interface IHostsSource
{
    /// <summary>Looks whether it has changed.</summary>
    /// <param name="answer">
    /// Called later, inside the domain: what it says now, or null where that is what it said before or cannot be read.
    /// </param>
    void Refresh(Action<IReadOnlyList<HostEntry>?, Instant> answer);
}
