using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>A neighbour that a member may send a packet to.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Process">What it calls itself.</param>
/// <param name="IsStandIn">True: only while no way carries packets.</param>
/// <param name="CarriesPackets">True where a flow to it does at present.</param>
/// <param name="IsTaken">True for the one that the traced flow takes.</param>
public readonly record struct TraceNextHop(Address Address, string Process, bool IsStandIn, bool CarriesPackets, bool IsTaken);
