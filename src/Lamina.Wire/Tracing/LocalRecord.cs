using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>The end: a layer inside one stack.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Process">Its IPC process.</param>
public sealed record LocalRecord(string Layer, string Process) : TraceRecord
{
    private protected override TraceForm Form => TraceForm.Local;

    private protected override void WriteBody(ref SpanWriter writer)
    {
        TraceText.Write(ref writer, Layer);
        TraceText.Write(ref writer, Process);
    }
}
