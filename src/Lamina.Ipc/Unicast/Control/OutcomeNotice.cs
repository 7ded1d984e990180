using Lamina.Core;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>Tells a sink how an operation ended, through the run queue: never inside the call that asked.</summary>
internal sealed class OutcomeNotice : IDeferred
{
    private readonly IOutcomeSink _sink;
    private readonly Outcome _outcome;

    private OutcomeNotice(IOutcomeSink sink, Outcome outcome)
    {
        _sink = sink;
        _outcome = outcome;
    }

    /// <summary>Posts the news.</summary>
    public static void Post(RunQueue queue, IOutcomeSink sink, Outcome outcome) => queue.Post(new OutcomeNotice(sink, outcome));

    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleOutcome(_outcome, now);
}
