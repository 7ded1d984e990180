using Lamina.Core;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>Who talks over a <see cref="ControlChannel"/>. Called from the run queue only, so it may answer at once.</summary>
internal interface IControlChannelUser
{
    /// <summary>A whole message; its bytes are lent.</summary>
    void HandleMessage(ReadOnlySpan<byte> message, Instant now);

    /// <summary>The flow has ended, not by this side; nothing follows.</summary>
    void HandleChannelClosed(CloseReason reason, Instant now);
}
