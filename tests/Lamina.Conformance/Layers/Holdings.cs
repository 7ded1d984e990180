namespace Lamina.Conformance.Layers;

/// <summary>What a stack holds.</summary>
/// <param name="Flows">Flows in the list of the stack.</param>
/// <param name="Buffers">Packet buffers that are out of their pools.</param>
/// <param name="Timers">Timers that are set.</param>
public readonly record struct Holdings(int Flows, int Buffers, int Timers);
