using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>Nothing is known of the hop.</summary>
/// <param name="Problem">Why.</param>
public sealed record ProblemRecord(TraceProblem Problem) : TraceRecord
{
    private protected override TraceForm Form => TraceForm.Problem;

    private protected override void WriteBody(ref SpanWriter writer) => writer.WriteByte((byte)Problem);
}
