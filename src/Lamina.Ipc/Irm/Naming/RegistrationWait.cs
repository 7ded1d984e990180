using Lamina.Core;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>Waits for all IPC processes that a name was registered at, and tells the first that failed, or Ok.</summary>
internal sealed class RegistrationWait(int count, IOutcomeSink sink) : IOutcomeSink
{
    private int _waiting = count;
    private Outcome _outcome = Outcome.Ok;

    public void HandleOutcome(Outcome outcome, Instant now)
    {
        _outcome = _outcome.IsOk ? outcome : _outcome;
        if (--_waiting == 0)
        {
            sink.HandleOutcome(_outcome, now);
        }
    }
}
