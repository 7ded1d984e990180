using Lamina.Core;
using Lamina.Protocols.Routing;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>What a member that gives its address up leaves to its successor.</summary>
/// <param name="Orders">Connections to keep.</param>
/// <param name="Commands">Connections that somebody waits for.</param>
internal sealed record ConnectionHandover(
    IReadOnlyList<(Name Destination, ConnectionComponent Component, LinkWeights Weights, ulong Capacity)> Orders,
    IReadOnlyList<(Name Destination, ConnectionComponents Components, LinkWeights? Weights, ulong? Capacity, IOutcomeSink Sink)> Commands);
