using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>
/// A question on its way. Who asks from further up waits longer: so whoever is nearest to what is silent says that it is.
/// </summary>
internal sealed class PendingQuestion : ITimed
{
    private static readonly Duration Patience = Duration.FromSeconds(1);
    private static readonly Duration PatiencePerLayer = Duration.FromMilliseconds(500);

    private readonly TraceComponent _component;
    private readonly ulong _cookie;
    private readonly ITraceSink _sink;
    private readonly bool _isInnermost;
    private readonly Instant _asked;
    private readonly MachineTimer _timer;

    public PendingQuestion(TraceComponent component, ulong cookie, ITraceSink sink, bool isInnermost, int depth, Instant now)
    {
        _component = component;
        _cookie = cookie;
        _sink = sink;
        _isInnermost = isInnermost;
        _asked = now;
        _timer = new MachineTimer(component.Context.Timers, this);
        _timer.Set(now + Patience + (PatiencePerLayer * (depth - 1)));
    }

    public void HandleAnswer(TraceAnswer answer, Instant now)
    {
        End();
        _sink.HandleHop(answer.Record, _isInnermost ? now - _asked : answer.RoundTrip, now);
    }

    public void HandleTimeout(Instant now)
    {
        End();
        PostedHop.Post(_component.Context, _sink, new ProblemRecord(TraceProblem.NoAnswer));
    }

    private void End()
    {
        _timer.Remove();
        _component.Forget(_cookie);
    }
}
