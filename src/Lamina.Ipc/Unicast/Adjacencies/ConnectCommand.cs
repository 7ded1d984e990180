using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// One connect by command: done when each of its flows is, and the layer has taken the connection in
/// (<see cref="Convergence"/>). The first that fails ends it and takes the new flows back, so that a connection is never
/// there by half.
/// </summary>
internal sealed class ConnectCommand(Connector connector, IOutcomeSink sink) : IDeferred
{
    private const int FlowsAreThere = 0;
    private const int End = 1;

    private Outcome _outcome = Outcome.Ok;
    private int _finished;
    private bool _isPosted;

    /// <summary>What this command has ordered.</summary>
    public List<StandingConnection> Orders { get; } = [];

    /// <summary>What was ordered before, of the same connection: waited for, and left alone where the command fails.</summary>
    public List<StandingConnection> Known { get; } = [];

    /// <summary>Begins.</summary>
    public void Start(Instant now)
    {
        if (Orders.Count == 0)
        {
            connector.Context.RunQueue.Post(this, FlowsAreThere);
        }

        foreach (StandingConnection order in Orders.ToArray())
        {
            order.Start(now);
        }
    }

    public void HandleOutcome(Outcome outcome)
    {
        _finished++;
        if (!_isPosted && (_finished == Orders.Count || !outcome.IsOk))
        {
            _isPosted = true;
            _outcome = outcome;
            connector.Context.RunQueue.Post(this, outcome.IsOk ? FlowsAreThere : End);
        }
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        if (code == FlowsAreThere)
        {
            connector.Converge([.. Orders, .. Known], Finish, now);
            return;
        }

        if (!_outcome.IsOk)
        {
            Orders.ForEach(order => connector.Drop(order, now));
        }

        sink.HandleOutcome(_outcome, now);
    }

    private void Finish(Outcome outcome)
    {
        _outcome = outcome;
        connector.Context.RunQueue.Post(this, End);
    }
}
