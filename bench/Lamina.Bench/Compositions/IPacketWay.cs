using Lamina.Core;

namespace Lamina.Bench.Compositions;

/// <summary>Takes a train down to the flow below and up again.</summary>
internal interface IPacketWay
{
    /// <returns>The segments that passed, as bits.</returns>
    ulong Trip(in Train train);
}
