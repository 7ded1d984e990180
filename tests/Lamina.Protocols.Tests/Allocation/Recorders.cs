using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>Keeps what a flow's user hears.</summary>
internal sealed class RecordingUser : IFlowUser
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

    /// <summary>What it does about an event.</summary>
    public Action<FlowEvent>? OnEvent { get; set; }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        Events.Add((what, reason));
        OnEvent?.Invoke(what);
    }
}

/// <summary>Keeps how an allocation ended.</summary>
internal sealed class RecordingSink : IAllocationSink
{
    public LowerFlow? Flow { get; private set; }

    public byte[]? Data { get; private set; }

    public CloseReason Reason { get; private set; }

    public int Outcomes { get; private set; }

    public RecordingUser User { get; } = new();

    public Action<LowerFlow>? OnAllocated { get; set; }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Outcomes++;
        Flow = flow;
        Data = data.ToArray();
        flow.User = User;
        OnAllocated?.Invoke(flow);
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        Outcomes++;
        Reason = reason;
    }
}
