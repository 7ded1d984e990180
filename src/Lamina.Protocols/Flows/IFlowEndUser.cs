using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Who stands on a <see cref="FlowEnd"/>. Called while an input is handled: it may note the call or read, and writes or
/// closes later, from its own input or from the run queue.
/// </summary>
public interface IFlowEndUser
{
    /// <summary>At least one more message can be read.</summary>
    void HandleReadable(Instant now);

    /// <summary>A write that was blocked would now take something.</summary>
    void HandleWritable(Instant now);

    /// <summary>
    /// The layer below has no way to the peer any more (false), or has one again (true). What is written meanwhile waits. A user
    /// that does nothing about it need not say so.
    /// </summary>
    void HandleWay(bool isUp, Instant now)
    {
    }

    /// <summary>
    /// The peer has shown that it has the flow's keys and is there now, once; before anything of it can be read. Not called where the
    /// flow has no keys.
    /// </summary>
    void HandleProved(Instant now)
    {
    }

    /// <summary>The flow is quiet and keeps nothing for packets: what the user keeps for calls may go, too. It need not.</summary>
    void HandleResting()
    {
    }

    /// <summary>The flow has ended, once; what came before can still be read. Not called after <see cref="FlowEnd.Abort"/>.</summary>
    void HandleClosed(CloseReason reason, Instant now);
}
