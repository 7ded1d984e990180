using Lamina.Core;
using Lamina.Ipc.Unicast.Routing;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// What lies between flows to a neighbour that exist and a connection that is of use: the neighbour has told all that it
/// knows, both have routes to each other (where there is a data flow and a management flow; one of them alone brings no
/// routes), and this member's names are known at their new homes. Takes 10 s at most, and then says what is missing.
/// </summary>
internal sealed class Convergence : IOutcomeSink, ITimed
{
    private static readonly Duration Patience = Duration.FromSeconds(10);

    private readonly Connector _connector;
    private readonly IReadOnlyList<StandingConnection> _orders;
    private readonly Action<Outcome> _end;
    private readonly MachineTimer _timer;
    private readonly List<Sync> _syncs = [];
    private string _missing = "";
    private bool _isPublishing;
    private bool _isOver;

    public Convergence(Connector connector, IReadOnlyList<StandingConnection> orders, Action<Outcome> end)
    {
        _connector = connector;
        _orders = orders;
        _end = end;
        _timer = new MachineTimer(connector.Context.Timers, this);
    }

    public void Start(Instant now)
    {
        _timer.Set(now + Patience);
        HandleProgress(now);
    }

    /// <summary>Something has changed: looks whether all is there.</summary>
    public void HandleProgress(Instant now)
    {
        if (!_isOver && !_isPublishing && IsReady())
        {
            _isPublishing = true;
            _connector.Layer.AwaitPublications(this, now);
        }
    }

    public void HandleSynced(ulong cookie, Instant now)
    {
        if (_syncs.Find(sync => sync.Cookie == cookie) is { } answered)
        {
            answered.IsAnswered = true;
            HandleProgress(now);
        }
    }

    /// <summary>The names are told. A home that does not answer is no fault of the connection.</summary>
    public void HandleOutcome(Outcome outcome, Instant now) => Finish(Outcome.Ok);

    public void HandleTimeout(Instant now) => Finish(Outcome.Timeout(
        $"the flows to '{_orders[0].Destination}' are there, but {_missing}", "is the other side running and reachable?"));

    /// <summary>Ends it, with an outcome; a second end changes nothing.</summary>
    public void Finish(Outcome outcome)
    {
        if (!_isOver)
        {
            _isOver = true;
            _timer.Remove();
            _end(outcome);
        }
    }

    private bool IsReady()
    {
        _missing = "";
        foreach (StandingConnection order in _orders)
        {
            if (order.IsStopped)
            {
                Finish(Outcome.Failed($"connecting to '{order.Destination}' was given up"));
                return false;
            }

            if (order.IsConnecting || !_connector.TryGetNeighbour(order.Peer, out Neighbour neighbour))
            {
                _missing = $"the flow for {order.Component} was lost again";
                return false;
            }

            Examine(neighbour, order);
        }

        if (_missing.Length == 0 && !_connector.Layer.IsSettled)
        {
            _missing = "the routes still change";
        }

        return _missing.Length == 0;
    }

    private void Examine(Neighbour neighbour, StandingConnection order)
    {
        ManagementLink? link = neighbour.Talk;
        if (order.Component == Wire.Connections.ConnectionComponent.DataTransfer && neighbour.ActiveData is null)
        {
            _missing = "the data flow carries nothing";
        }
        else if (link is not null && !IsSynced(link))
        {
            _missing = "the other side has not said that it has a route to this one";
        }
        else if (link is not null && neighbour.ActiveData is not null && !_connector.Layer.HasRouteTo(neighbour.Address))
        {
            _missing = "there is no route to the other side";
        }
    }

    private bool IsSynced(ManagementLink link)
    {
        if (_syncs.Find(sync => sync.Link == link) is { } known)
        {
            return known.IsAnswered;
        }

        var asked = new Sync(link, _connector.Context.Random.NextUInt64() | 1);
        _syncs.Add(asked);
        link.Send(LinkStateCodec.WriteSync(asked.Cookie));
        return false;
    }

    private sealed class Sync(ManagementLink link, ulong cookie)
    {
        public ManagementLink Link { get; } = link;

        public ulong Cookie { get; } = cookie;

        public bool IsAnswered { get; set; }
    }
}
