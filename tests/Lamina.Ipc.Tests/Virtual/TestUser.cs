using Lamina.Core;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>Keeps what a flow's user hears.</summary>
public sealed class TestUser : IFlowUser
{
    public List<byte[]> Packets { get; } = [];

    public List<(FlowEvent What, CloseReason Reason)> Events { get; } = [];

    public void HandleTrain(in Train train, Instant now)
    {
        for (int i = 0; i < train.Count; i++)
        {
            Packets.Add(train[i].ToArray());
        }
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now) => Events.Add((what, reason));
}
