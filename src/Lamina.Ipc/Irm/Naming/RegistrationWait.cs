using Lamina.Core;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>Waits for all IPC processes that a name was registered at, and tells the first that failed, or Ok.</summary>
/// <param name="waits">Those under way.</param>
/// <param name="name">The name.</param>
/// <param name="count">How many processes will say how it went.</param>
/// <param name="made">Where the name was not registered before.</param>
/// <param name="sink">Who waits.</param>
internal sealed class RegistrationWait(
    RegistrationWaits waits, Name name, int count, IReadOnlyList<IpcProcess> made, IOutcomeSink sink) : IOutcomeSink
{
    private int _waiting = count;
    private Outcome _outcome = Outcome.Ok;
    private bool _isOver;

    public Name Name => name;

    public IReadOnlyList<IpcProcess> Made => made;

    public IOutcomeSink Sink => sink;

    public void HandleOutcome(Outcome outcome, Instant now)
    {
        _outcome = _outcome.IsOk ? outcome : _outcome;
        if (--_waiting == 0)
        {
            End(_outcome, now);
        }
    }

    /// <summary>Says how it ended, once.</summary>
    public void End(Outcome outcome, Instant now)
    {
        if (!_isOver)
        {
            _isOver = true;
            waits.Forget(this);
            sink.HandleOutcome(outcome, now);
        }
    }
}
