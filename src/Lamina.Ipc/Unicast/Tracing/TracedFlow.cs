using Lamina.Core;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>What members look at when they pass a flow's packets on.</summary>
/// <param name="Destination">The member at its other end.</param>
/// <param name="Cube">Its class.</param>
/// <param name="Spread">The EID in its packets, which chooses among equal ways.</param>
internal readonly record struct TracedFlow(Address Destination, QosCube Cube, ulong Spread);
