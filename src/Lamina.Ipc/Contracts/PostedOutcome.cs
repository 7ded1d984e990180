using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>Tells a sink how an operation ended, through the run queue: never inside the call that asked.</summary>
internal sealed class PostedOutcome : IDeferred
{
    private readonly IOutcomeSink _sink;
    private readonly Outcome _outcome;

    private PostedOutcome(IOutcomeSink sink, Outcome outcome)
    {
        _sink = sink;
        _outcome = outcome;
    }

    public static void Post(MachineContext context, IOutcomeSink sink, Outcome outcome) =>
        context.RunQueue.Post(new PostedOutcome(sink, outcome));

    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleOutcome(_outcome, now);
}
