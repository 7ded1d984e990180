using Lamina.Core;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>What routing says about how far members are.</summary>
internal interface IRouteCosts
{
    /// <summary>The cost of the way to a member; null where there is none.</summary>
    ulong? CostTo(Address member);
}
