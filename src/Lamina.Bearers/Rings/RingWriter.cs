namespace Lamina.Bearers.Rings;

/// <summary>The producer's side of a ring, on the processor's own operations.</summary>
public sealed class RingWriter(RingMemory ring) : SteppedRingWriter<DirectStepper>(ring);
