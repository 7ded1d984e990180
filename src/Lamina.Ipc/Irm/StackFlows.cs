namespace Lamina.Ipc.Irm;

/// <summary>The flows of a stack, by number; keeps <see cref="Stacking"/> true.</summary>
public sealed class StackFlows
{
    private readonly Dictionary<long, FlowRecord> _flows = [];

    /// <summary>All flows that exist at present.</summary>
    public IReadOnlyCollection<FlowRecord> All => _flows.Values;

    /// <summary>What direct flows carried that have ended.</summary>
    public FlowTraffic DirectTraffic { get; } = new();

    /// <summary>Which IPC process stands on which.</summary>
    public StackingGraph Stacking { get; } = new();

    /// <summary>The flow of that number; null: there is none.</summary>
    public FlowRecord? Find(long id) => _flows.GetValueOrDefault(id);

    internal void Add(FlowRecord flow)
    {
        _flows.Add(flow.Id, flow);
        if (flow is { Owner.Process: { } upper, Process: { } lower })
        {
            Stacking.Add(upper, lower);
        }
    }

    /// <summary>As <see cref="Add"/>, for a flow whose two ends share one record.</summary>
    internal void TryAdd(FlowRecord flow)
    {
        if (!_flows.ContainsKey(flow.Id))
        {
            Add(flow);
        }
    }

    /// <summary>Another IPC process gives the flow from now on.</summary>
    internal void Move(FlowRecord flow, IpcProcess to)
    {
        if (flow is { Owner.Process: { } upper, Process: { } former } && _flows.ContainsKey(flow.Id))
        {
            Stacking.Remove(upper, former);
            Stacking.Add(upper, to);
        }

        flow.Process = to;
    }

    internal void Remove(FlowRecord flow)
    {
        if (!_flows.Remove(flow.Id))
        {
            return;
        }

        (flow.Process?.Traffic ?? DirectTraffic).Add(flow);
        if (flow is { Owner.Process: { } upper, Process: { } lower })
        {
            Stacking.Remove(upper, lower);
        }
    }
}
