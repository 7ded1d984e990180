using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies.Paths;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Protocols.Routing;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>Makes adjacencies: connects by order, and takes connections of other members.</summary>
internal sealed partial class Connector(
    Membership membership, ConnectionManager connections, StackAccess lower, AdjacencyTable table, ILayerView layer)
{
    private const int MaxOrders = 256;

    private readonly List<StandingConnection> _orders = [];
    private readonly List<ConnectCommand> _commands = [];
    private readonly List<Convergence> _converging = [];
    private bool _isShutDown;

    public MachineContext Context => Lower.Context;

    public ConnectionManager Connections { get; } = connections;

    public StackAccess Lower { get; } = lower;

    public ILayerView Layer { get; } = layer;

    /// <summary>Makes the flows that are not there yet. Weights of null: 1, or what was said before; a capacity of null: none, or the same.</summary>
    public void Connect(
        Name destination, ConnectionComponents components, LinkWeights? weights, ulong? capacity, IOutcomeSink sink, Instant now)
    {
        ConnectionComponent[] wanted = [.. Split(components).Where(component => Find(destination, component) is null)];
        Outcome? answer = components == ConnectionComponents.None ? Outcome.Usage("connect needs dt, mgmt or all")
            : Proofs is not null && components == ConnectionComponents.DataTransfer && Find(destination, ConnectionComponent.Management) is null
                ? Outcome.Usage(
                    $"cannot connect to '{destination}' for data alone: in a secure layer data flows stand on a management flow, which proves who is there",
                    "lamina ipcp connect --component all")
            : _orders.Count + wanted.Length > MaxOrders ? Outcome.Failed($"this member has {MaxOrders} connections already")
            : capacity is { } said && Find(destination, ConnectionComponent.DataTransfer) is { } there && there.Capacity != said
                ? Outcome.Failed(
                    $"this member is connected to '{destination}' already, with {(there.Capacity == 0 ? "no" : "another")} capacity",
                    "disconnect first: both sides and the layer below have to know it")
            : null;
        if (answer is { } known)
        {
            PostedOutcome.Post(Context, sink, known);
            return;
        }

        var command = new ConnectCommand(this, destination, components, weights, capacity, sink, now);
        command.Known.AddRange(Split(components).Select(component => Find(destination, component)).OfType<StandingConnection>());
        command.Orders.AddRange(wanted.Select(
            component => new StandingConnection(this, destination, component, command) { Capacity = CapacityFor(component, capacity) }));
        foreach (StandingConnection order in command.Orders.Concat(command.Known))
        {
            order.Weights = weights ?? order.Weights;
        }

        if (command.Known.Count > 0)
        {
            table.User.HandleAdjacenciesChanged();
        }

        _orders.AddRange(command.Orders);
        _commands.Add(command);
        command.Start(now);
    }

    /// <summary>Takes back what the command of a sink has ordered; nothing where it has ended.</summary>
    public void GiveUp(IOutcomeSink sink) => _commands.Find(command => command.Sink == sink)?.GiveUp();

    /// <summary>A command is done, or given up.</summary>
    public void Forget(ConnectCommand command) => _commands.Remove(command);

    /// <summary>Ends, and leaves the orders and the commands that wait to a successor.</summary>
    public ConnectionHandover HandOver()
    {
        var handover = new ConnectionHandover(
            [.. _orders.Where(order => !_commands.Exists(command => command.Orders.Contains(order)))
                .Select(order => (order.Destination, order.Component, order.Weights, order.Capacity))],
            [.. _commands.Select(command => (command.Destination, command.Components, command.Weights, command.Capacity, command.Abandon()))]);
        Shutdown();
        return handover;
    }

    /// <summary>Goes on with what a predecessor had to do.</summary>
    public void Take(ConnectionHandover handover, Instant now)
    {
        foreach ((Name destination, ConnectionComponent component, LinkWeights weights, ulong capacity) in handover.Orders)
        {
            var order = new StandingConnection(this, destination, component, null) { Weights = weights, Capacity = capacity };
            _orders.Add(order);
            order.Start(now);
        }

        foreach ((Name destination, ConnectionComponents components, LinkWeights? weights, ulong? capacity, IOutcomeSink sink) in handover.Commands)
        {
            Connect(destination, components, weights, capacity, sink, now);
        }
    }

    public Outcome Disconnect(Name destination, ConnectionComponents components, Instant now)
    {
        bool found = false;
        foreach (ConnectionComponent component in Split(components))
        {
            if (Find(destination, component) is { } order)
            {
                found = true;
                Drop(order, now);
            }
        }

        return found ? Outcome.Ok : Outcome.NotFound($"this member is not connected to '{destination}'", "lamina show IPCP adjacencies");
    }

    /// <summary>Takes an order back and ends its flow.</summary>
    public void Drop(StandingConnection order, Instant now)
    {
        _orders.Remove(order);
        order.Stop();
        Proofs?.Abandon(order, now);
        table.Close(order, now);
        HandleProgress(now);
    }

    public bool TryGetNeighbour(Address address, out Neighbour neighbour) => table.TryGet(address, out neighbour);

    /// <summary>Waits until the layer has taken connections in; the end is told once.</summary>
    public void Converge(StandingConnection[] orders, Action<Outcome> end, Instant now)
    {
        if (_isShutDown)
        {
            end(Outcome.Failed("this side is shutting down"));
            return;
        }

        Convergence convergence = null!;
        convergence = new Convergence(this, orders, outcome =>
        {
            _converging.Remove(convergence);
            end(outcome);
        });
        _converging.Add(convergence);
        convergence.Start(now);
    }

    /// <summary>Flows, routes or neighbours have changed.</summary>
    public void HandleProgress(Instant now)
    {
        foreach (Convergence convergence in _converging.ToArray())
        {
            convergence.HandleProgress(now);
        }
    }

    /// <summary>A neighbour has answered.</summary>
    public void HandleSynced(ulong cookie, Instant now)
    {
        foreach (Convergence convergence in _converging.ToArray())
        {
            convergence.HandleSynced(cookie, now);
        }
    }

    /// <summary>A flow that an order asked for is there: makes it a link, where both sides fit.</summary>
    /// <returns>Null: both sides have to prove themselves first; the order hears then.</returns>
    public Outcome? TryAttach(StandingConnection order, LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        string peer = order.Destination.Value;
        if (!ConnectionData.TryRead(data, out ReadOnlySpan<byte> answer, out ConnectionHello hello)
            || hello.Component != order.Component)
        {
            Connections.Counters.Malformed++;
            return Outcome.Failed($"'{peer}' does not answer like an IPC process");
        }

        ConnectionFault fault = Connections.Examine(hello);
        order.HasConflict = fault == ConnectionFault.SameAddress;
        if (order.HasConflict)
        {
            Layer.TryKeepAddress(hello.Instance, now);
        }

        if (fault != ConnectionFault.None)
        {
            return Connections.Describe(fault, peer, hello);
        }

        order.Peer = hello.Address;
        if (order.Component == ConnectionComponent.DataTransfer)
        {
            if (!PathFlow.IsPossible(flow.MaxPacketSize, membership))
            {
                return Outcome.Failed(
                    $"the flow to '{peer}' carries packets of {flow.MaxPacketSize} bytes, too little for the layer's of "
                    + $"{PathFlow.LongestOf(membership)}, also in parts",
                    "bootstrap the layer with a smaller packet size");
            }

            if (Proofs is not null)
            {
                return AttachProved(order, flow, answer, now);
            }

            table.AddData(hello, new(order.Destination, order, order.Capacity), flow, now);
            return Outcome.Ok;
        }

        if (!FlowTerms.TryConclude(answer, ConnectionData.QosOf(ConnectionComponent.Management), out FlowTerms? terms, out CloseReason reason))
        {
            return RefusalText.Of(reason, $"no management flow to '{peer}'");
        }

        if (Proofs is not null)
        {
            Proofs.Ask(order, flow, terms!, now);
            return null;
        }

        table.AddManagement(hello, new(order.Destination, order), flow, terms!, now);
        return Outcome.Ok;
    }

    /// <summary>Another member wants a flow for data or management.</summary>
    /// <param name="name">The name that it dialled.</param>
    /// <param name="arrival">The flow.</param>
    /// <param name="hello">What it says about itself; it fits.</param>
    /// <param name="offer">Its offer for the flow's ends.</param>
    /// <param name="now">The present.</param>
    public void HandleArrival(Name name, ArrivingFlow arrival, in ConnectionHello hello, ReadOnlySpan<byte> offer, Instant now)
    {
        if (hello.Component == ConnectionComponent.DataTransfer)
        {
            AcceptData(name, arrival, hello, offer, now);
        }
        else if (!FlowTerms.TryAnswer(offer, arrival.Qos, out FlowTerms? terms, out byte[] answer, out CloseReason reason))
        {
            arrival.Refuse(reason, now);
        }
        else if (Accept(arrival, hello.Component, answer, now) is not { } flow)
        {
            return;
        }
        else if (Proofs is not null)
        {
            Proofs.Answer(name, flow, terms!, now);
        }
        else
        {
            table.AddManagement(hello, new(name, null), flow, terms!, now);
        }
    }

    public IEnumerable<AdjacencyInfo> DescribeConnecting() =>
        from order in _orders
        where order.IsConnecting
        select new AdjacencyInfo(order.Destination.Value, Address.None, order.Component, AdjacencyState.Connecting, 0) { Problem = order.Problem };

    public void Shutdown()
    {
        _isShutDown = true;
        foreach (StandingConnection order in _orders.ToArray())
        {
            order.Stop();
        }

        foreach (Convergence convergence in _converging.ToArray())
        {
            convergence.Finish(Outcome.Failed("this side is shutting down"));
        }

        _orders.Clear();
        _commands.Clear();
    }

    private void AcceptData(Name name, ArrivingFlow arrival, in ConnectionHello hello, ReadOnlySpan<byte> claim, Instant now)
    {
        if (!PathFlow.IsPossible(arrival.MaxPacketSize, membership))
        {
            // The other side sees the same flow, and says the numbers.
            Connections.Refuse(arrival, hello.Component, ConnectionFault.None, now);
        }
        else if (Proofs is not null)
        {
            AcceptProved(name, arrival, claim, now);
        }
        else if (Accept(arrival, hello.Component, [], now) is { } flow)
        {
            table.AddData(hello, new(name, null, CapacityFor(hello.Component, arrival.Qos.Bandwidth)), flow, now);
        }
    }

    private LowerFlow? Accept(ArrivingFlow arrival, ConnectionComponent component, byte[] answer, Instant now) =>
        arrival.Accept(ConnectionData.Write(answer, Connections.HelloFor(component)), NoFlowUser.Instance, now);

    // 0 and 2^64-1 reserve nothing.
    private static ulong CapacityFor(ConnectionComponent component, ulong? capacity) =>
        component == ConnectionComponent.DataTransfer && capacity is { } said and not ulong.MaxValue ? said : 0;

    private static IEnumerable<ConnectionComponent> Split(ConnectionComponents components)
    {
        if (components.HasFlag(ConnectionComponents.Management))
        {
            yield return ConnectionComponent.Management;
        }

        if (components.HasFlag(ConnectionComponents.DataTransfer))
        {
            yield return ConnectionComponent.DataTransfer;
        }
    }

    private StandingConnection? Find(Name destination, ConnectionComponent component) =>
        _orders.Find(order => order.Destination == destination && order.Component == component);
}
