using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>Sends the answer to a question of another member back.</summary>
internal sealed class QuestionRelay(TraceComponent component, ulong cookie, Address asker, int mostLength) : ITraceSink
{
    public void HandleHop(TraceRecord record, Duration roundTrip, Instant now) =>
        component.Answer(asker, mostLength, new TraceAnswer(cookie, roundTrip, record));
}
