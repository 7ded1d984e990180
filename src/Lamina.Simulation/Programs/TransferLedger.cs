using Lamina.Ipc;

namespace Lamina.Simulation.Programs;

/// <summary>All transfers of a run: where the receivers find what the senders have begun.</summary>
public sealed class TransferLedger
{
    private readonly List<Transfer> _transfers = [];

    /// <summary>The transfers, by number.</summary>
    public IReadOnlyList<Transfer> All => _transfers;

    /// <summary>A new transfer, not yet begun.</summary>
    public Transfer Add(IFlowService service, int total, bool bothWays = false)
    {
        var transfer = new Transfer(service, _transfers.Count, total) { IsBothWays = bothWays };
        _transfers.Add(transfer);
        return transfer;
    }

    internal Transfer? Find(int number) => number >= 0 && number < _transfers.Count ? _transfers[number] : null;
}
