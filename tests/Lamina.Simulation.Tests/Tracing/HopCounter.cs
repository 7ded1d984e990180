using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Wire.Tracing;

namespace Lamina.Simulation.Tests.Tracing;

/// <summary>Counts what it is told of hops.</summary>
internal sealed class HopCounter : ITraceSink
{
    public int Members { get; private set; }

    public int Busy { get; private set; }

    public int Silent { get; private set; }

    public int Total => Members + Busy + Silent;

    public void HandleHop(TraceRecord record, Duration roundTrip, Instant now)
    {
        Members += record is MemberRecord ? 1 : 0;
        Busy += record is ProblemRecord { Problem: TraceProblem.Busy } ? 1 : 0;
        Silent += record is ProblemRecord { Problem: TraceProblem.NoAnswer } ? 1 : 0;
    }
}
