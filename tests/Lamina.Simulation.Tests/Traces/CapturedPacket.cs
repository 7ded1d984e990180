namespace Lamina.Simulation.Tests.Traces;

/// <summary>A packet of a capture file, read.</summary>
/// <param name="Interface">Name of its interface.</param>
/// <param name="Nanoseconds">When it was seen.</param>
/// <param name="Bytes">The IP packet.</param>
internal sealed record CapturedPacket(string Interface, ulong Nanoseconds, byte[] Bytes);
