using Lamina.Core;

namespace Lamina.Simulation.Tests.Mangling;

/// <summary>A train that a mangled port handed up.</summary>
internal sealed record MangledTrain(UdpEndpoint From, byte[][] Datagrams, Instant At);
