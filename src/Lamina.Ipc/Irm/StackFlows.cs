namespace Lamina.Ipc.Irm;

/// <summary>The flows of a stack, by number; keeps <see cref="Stacking"/> true.</summary>
public sealed class StackFlows
{
    private readonly Dictionary<long, FlowRecord> _flows = [];

    /// <summary>All flows that exist at present.</summary>
    public IReadOnlyCollection<FlowRecord> All => _flows.Values;

    /// <summary>Which IPC process stands on which.</summary>
    public StackingGraph Stacking { get; } = new();

    /// <summary>The flow of that number; null: there is none.</summary>
    public FlowRecord? Find(long id) => _flows.GetValueOrDefault(id);

    internal void Add(FlowRecord flow)
    {
        _flows.Add(flow.Id, flow);
        if (flow.Owner.Process is { } upper)
        {
            Stacking.Add(upper, flow.Process);
        }
    }

    internal void Remove(FlowRecord flow)
    {
        if (_flows.Remove(flow.Id) && flow.Owner.Process is { } upper)
        {
            Stacking.Remove(upper, flow.Process);
        }
    }
}
