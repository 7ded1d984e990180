namespace Lamina.Ipc.Irm;

/// <summary>
/// Which IPC process stands on which, as its flows show: an arrow per pair, counted. It never gets a cycle, for then a
/// packet would go round inside the stack for ever.
/// </summary>
public sealed class StackingGraph
{
    private readonly Dictionary<IpcProcess, Dictionary<IpcProcess, int>> _below = [];

    /// <summary>True where <paramref name="upper"/> is <paramref name="lower"/>, or uses flows of it, directly or not.</summary>
    public bool StandsOn(IpcProcess upper, IpcProcess lower) =>
        upper == lower
        || (_below.TryGetValue(upper, out Dictionary<IpcProcess, int>? below)
            && below.Keys.Any(next => StandsOn(next, lower)));

    /// <summary>The processes that one uses flows of directly.</summary>
    public IEnumerable<IpcProcess> Below(IpcProcess upper) =>
        _below.TryGetValue(upper, out Dictionary<IpcProcess, int>? below) ? below.Keys : [];

    /// <summary>Unicast layers from here down to the bearers, its own included; 0 for a bearer.</summary>
    public int DepthOf(IpcProcess process) =>
        process.Kind != IpcProcessKind.Unicast ? 0 : 1 + Below(process).Select(DepthOf).DefaultIfEmpty(0).Max();

    internal void Add(IpcProcess upper, IpcProcess lower)
    {
        if (!_below.TryGetValue(upper, out Dictionary<IpcProcess, int>? below))
        {
            _below.Add(upper, below = []);
        }

        below[lower] = below.GetValueOrDefault(lower) + 1;
    }

    internal void Remove(IpcProcess upper, IpcProcess lower)
    {
        if (!_below.TryGetValue(upper, out Dictionary<IpcProcess, int>? below))
        {
            return;
        }

        if (--below[lower] == 0)
        {
            below.Remove(lower);
        }

        if (below.Count == 0)
        {
            _below.Remove(upper);
        }
    }
}
