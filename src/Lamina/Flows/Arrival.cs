using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Flows;

/// <summary>A flow that may be accepted: what came, what both ends would agree on, and the answer that says so.</summary>
internal sealed record Arrival(ArrivingFlow Flow, FlowTerms Terms, byte[] Answer, ReadOnlyMemory<byte> PeerData);
