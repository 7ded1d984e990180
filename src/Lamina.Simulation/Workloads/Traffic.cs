using Lamina.Core;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Workloads;

/// <summary>All operations of a run, and who begins them: pairs of standing stations by chance, spread over the scenario's time.</summary>
public sealed class Traffic(LayerNetwork network)
{
    private const int Messages = 3;

    private readonly List<Operation> _open = [];
    private readonly List<Operation> _ended = [];

    /// <summary>Operations that go on.</summary>
    public IReadOnlyList<Operation> Open => _open;

    /// <summary>Operations that are over.</summary>
    public IReadOnlyList<Operation> Ended => _ended;

    /// <summary>Plans what the scenario wants from now on.</summary>
    public void Plan(Duration time)
    {
        Workload workload = network.Scenario.Workload;
        double seconds = Math.Max(0, (time - workload.Rest).TotalSeconds);
        for (int i = 0; i < workload.Pings + workload.Transfers; i++)
        {
            bool isTransfer = i < workload.Transfers;
            Instant at = network.Network.Now + Duration.FromSeconds(seconds * network.Random.NextDouble());
            network.Network.At(at, now => Begin(isTransfer, now));
        }
    }

    /// <summary>Begins a ping at once.</summary>
    public Ping Ping(Station from, Station to, int messages = Messages)
    {
        var ping = new Ping(from, to, messages, network.Network.Now);
        _open.Add(ping);
        return ping;
    }

    /// <summary>Sorts out what is over.</summary>
    public void Review()
    {
        foreach (Operation operation in _open)
        {
            if (operation.IsOver)
            {
                _ended.Add(operation);
            }
        }

        _open.RemoveAll(operation => operation.IsOver);
    }

    private void Begin(bool isTransfer, Instant now)
    {
        Station[] standing = [.. network.Stations.Where(station => station.IsStanding)];
        if (standing.Length < 2)
        {
            return;
        }

        int from = network.Random.Next(standing.Length);
        int to = (from + 1 + network.Random.Next(standing.Length - 1)) % standing.Length;
        if (isTransfer)
        {
            _open.Add(new TransferOperation(standing[from], standing[to], network.Scenario.Workload, network.Ledger, now));
        }
        else
        {
            Ping(standing[from], standing[to]);
        }
    }
}
