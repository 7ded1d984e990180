using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>Keeps what a flow's user hears; may be read on any thread.</summary>
internal sealed class RecordingUser : IFlowUser
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _packets = [];
    private readonly List<(FlowEvent What, CloseReason Reason)> _events = [];

    /// <summary>Called inside the domain with each event.</summary>
    public Action<FlowEvent, Instant>? OnEvent { get; init; }

    public byte[][] Packets
    {
        get
        {
            lock (_lock)
            {
                return [.. _packets];
            }
        }
    }

    public (FlowEvent What, CloseReason Reason)[] Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Why it closed; none while it has not.</summary>
    public CloseReason Closed => Events.FirstOrDefault(heard => heard.What == FlowEvent.Closed).Reason;

    public void HandleTrain(in Train train, Instant now)
    {
        lock (_lock)
        {
            for (int i = 0; i < train.Count; i++)
            {
                _packets.Add(train[i].ToArray());
            }
        }
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        lock (_lock)
        {
            _events.Add((what, reason));
        }

        OnEvent?.Invoke(what, now);
    }
}
