namespace Lamina.Core;

/// <summary>Stands in where a flow has no user yet or no more: takes everything, does nothing.</summary>
public sealed class NoFlowUser : IFlowUser
{
    private NoFlowUser()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static NoFlowUser Instance { get; } = new();

    /// <inheritdoc/>
    public void HandleTrain(in Train train, Instant now)
    {
    }

    /// <inheritdoc/>
    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
    }
}
