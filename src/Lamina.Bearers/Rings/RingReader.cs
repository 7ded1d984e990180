namespace Lamina.Bearers.Rings;

/// <summary>The consumer's side of a ring, on the processor's own operations.</summary>
public sealed class RingReader(RingMemory ring) : SteppedRingReader<DirectStepper>(ring);
