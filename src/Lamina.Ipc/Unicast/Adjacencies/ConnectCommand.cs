using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// One connect by command: done when each of its flows is. The first that fails ends it and takes the others back, so
/// that a connection is never there by half.
/// </summary>
internal sealed class ConnectCommand(Connector connector, IOutcomeSink sink) : IDeferred
{
    private Outcome _outcome = Outcome.Ok;
    private int _finished;
    private bool _isPosted;

    public List<StandingConnection> Orders { get; } = [];

    public void HandleOutcome(Outcome outcome)
    {
        _finished++;
        if (!_isPosted && (_finished == Orders.Count || !outcome.IsOk))
        {
            _isPosted = true;
            _outcome = outcome;
            connector.Context.RunQueue.Post(this);
        }
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        if (!_outcome.IsOk)
        {
            Orders.ForEach(order => connector.Drop(order, now));
        }

        sink.HandleOutcome(_outcome, now);
    }
}
