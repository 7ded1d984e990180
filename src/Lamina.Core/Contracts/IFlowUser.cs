namespace Lamina.Core;

/// <summary>Who stands on a lower flow: a layer's machine, or the end of an application's flow.</summary>
public interface IFlowUser
{
    /// <summary>
    /// Packets came. The train is lent for the length of the call; its headers may be overwritten in place
    /// (its bytes belong to nobody else), and who keeps it retains the buffer.
    /// </summary>
    void HandleTrain(in Train train, Instant now);

    /// <summary>The flow's state changed.</summary>
    /// <param name="what">The change.</param>
    /// <param name="reason">Why it closed; <see cref="CloseReason.None"/> with other events.</param>
    /// <param name="now">The present.</param>
    void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now);
}
