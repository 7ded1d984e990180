using Lamina.Core;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>Stands on a <see cref="ControlChannel"/>.</summary>
internal interface IControlUser
{
    /// <summary>A message came.</summary>
    /// <param name="message">Lent.</param>
    /// <param name="descriptors">What came with it; who takes one out of the list owns it, the rest is closed.</param>
    /// <param name="now">The present.</param>
    /// <returns>False: it breaks the protocol, and the channel closes.</returns>
    bool HandleMessage(ReadOnlySpan<byte> message, List<SafeFileHandle> descriptors, Instant now);

    /// <summary>The channel is closed, from either side; called once.</summary>
    void HandleClosed(CloseReason reason, Instant now);

    /// <summary>The channel takes more again; may be called for nothing.</summary>
    void HandleRoom(Instant now)
    {
    }
}
