using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// One connect by command: done when each of its flows is, and the layer has taken the connection in
/// (<see cref="Convergence"/>). The first that fails ends it and takes the new flows back, so that a connection is never
/// there by half. A peer that is not there yet is waited for, for 5 s: commands are not always given in the order in which
/// things depend on each other.
/// </summary>
internal sealed class ConnectCommand(
    Connector connector, Name destination, ConnectionComponents components, LinkWeights? weights, ulong? capacity, IOutcomeSink sink,
    Instant started) : IDeferred
{
    private static readonly Duration Patience = Duration.FromSeconds(5);

    private const int FlowsAreThere = 0;
    private const int End = 1;

    private Outcome _outcome = Outcome.Ok;
    private int _finished;
    private bool _isPosted;
    private bool _isOver;

    /// <summary>Who waits for its end.</summary>
    public IOutcomeSink Sink => sink;

    public Name Destination => destination;

    public ConnectionComponents Components => components;

    /// <summary>What the way is said to cost; null where nothing was said.</summary>
    public LinkWeights? Weights => weights;

    /// <summary>What flows may reserve of it; null where nothing was said.</summary>
    public ulong? Capacity => capacity;

    /// <summary>After this, what fails is not tried again.</summary>
    public Instant Deadline => started + Patience;

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

    /// <summary>Nobody waits for it any more: what it ordered is taken back.</summary>
    public void GiveUp()
    {
        _isPosted = true;
        _outcome = Outcome.Failed($"connecting to '{destination}' was given up");
        connector.Context.RunQueue.Post(this, End);
    }

    /// <summary>Another command goes on with it: this one says nothing any more.</summary>
    /// <returns>Who waits.</returns>
    public IOutcomeSink Abandon()
    {
        _isOver = true;
        return sink;
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        if (code == FlowsAreThere && _outcome.IsOk)
        {
            connector.Converge([.. Orders, .. Known], Finish, now);
            return;
        }

        _isOver = true;
        if (!_outcome.IsOk)
        {
            Orders.ForEach(order => connector.Drop(order, now));
        }

        connector.Forget(this);
        sink.HandleOutcome(_outcome, now);
    }

    private void Finish(Outcome outcome)
    {
        // What was given up stays so.
        _outcome = _outcome.IsOk ? outcome : _outcome;
        connector.Context.RunQueue.Post(this, End);
    }
}
