using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// Another member that this one has flows to. There may be several of a kind: each side may connect, and over several
/// lower layers.
/// </summary>
public sealed class Neighbour(Address address)
{
    /// <summary>Its address.</summary>
    public Address Address { get; } = address;

    /// <summary>The flow that carries packets to it at present; null where none does.</summary>
    public LowerFlow? ActiveData { get; private set; }

    /// <summary>True where packets were sent to it since the last look at its silence.</summary>
    internal bool IsUsed { get; set; }

    internal List<DataLink> Data { get; } = [];

    internal List<ManagementLink> Management { get; } = [];

    /// <summary>The management flow that routing talks over: the youngest, as for <see cref="ActiveData"/>.</summary>
    internal ManagementLink? Talk => Management.Count == 0 ? null : Management[^1];

    /// <summary>What the way to it costs, as this side was told when it connected; unsaid where only the other side did.</summary>
    internal LinkWeights Weights => Data.FindLast(link => link.IsUp && link.Order is not null)?.Order?.Weights ?? LinkWeights.Unsaid;

    internal bool IsGone => Data.Count == 0 && Management.Count == 0;

    // The youngest: it was made when the others may have died already.
    internal void ChooseActive() => ActiveData = Data.FindLast(link => link.IsUp)?.Flow;
}
