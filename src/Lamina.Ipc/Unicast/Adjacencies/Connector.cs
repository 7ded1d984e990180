using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Protocols.Routing;
using Lamina.Wire;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>Makes adjacencies: connects by order, and takes connections of other members.</summary>
internal sealed class Connector(
    Membership membership, MachineContext context, StackAccess lower, AdjacencyTable table, ILayerView layer)
{
    private const int MaxOrders = 256;

    private readonly List<StandingConnection> _orders = [];
    private readonly List<Convergence> _converging = [];
    private bool _isShutDown;

    public MachineContext Context { get; } = context;

    public StackAccess Lower { get; } = lower;

    public ILayerView Layer { get; } = layer;

    /// <summary>Who this member is, for a flow of a component.</summary>
    public ConnectionHello HelloFor(ConnectionComponent component) => new(
        component, LayerParameters.CurrentVersion, LayerParameters.CurrentVersion, membership.Address, membership.LayerHash);

    /// <summary>Makes the flows that are not there yet. Weights of null: 1, or what was said before.</summary>
    public void Connect(
        Name destination, ConnectionComponents components, LinkWeights? weights, IOutcomeSink sink, Instant now)
    {
        ConnectionComponent[] wanted = [.. Split(components).Where(component => Find(destination, component) is null)];
        Outcome? answer = components == ConnectionComponents.None ? Outcome.Usage("connect needs dt, mgmt or all")
            : _orders.Count + wanted.Length > MaxOrders ? Outcome.Failed($"this member has {MaxOrders} connections already")
            : null;
        if (answer is { } known)
        {
            PostedOutcome.Post(Context, sink, known);
            return;
        }

        var command = new ConnectCommand(this, sink);
        command.Known.AddRange(Split(components).Select(component => Find(destination, component)).OfType<StandingConnection>());
        command.Orders.AddRange(wanted.Select(component => new StandingConnection(this, destination, component, command)));
        foreach (StandingConnection order in command.Orders.Concat(command.Known))
        {
            order.Weights = weights ?? order.Weights;
        }

        if (command.Known.Count > 0)
        {
            table.User.HandleAdjacenciesChanged();
        }

        _orders.AddRange(command.Orders);
        command.Start(now);
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

        return found ? Outcome.Ok : Outcome.NotFound($"this member is not connected to '{destination}'", "see its adjacencies");
    }

    /// <summary>Takes an order back and ends its flow.</summary>
    public void Drop(StandingConnection order, Instant now)
    {
        _orders.Remove(order);
        order.Stop();
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
    public Outcome TryAttach(StandingConnection order, LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        string peer = order.Destination.Value;
        if (!ConnectionData.TryRead(data, out ReadOnlySpan<byte> answer, out ConnectionHello hello)
            || hello.Component != order.Component)
        {
            return Outcome.Failed($"'{peer}' does not answer like an IPC process");
        }

        if (hello.LayerHash != membership.LayerHash)
        {
            return Outcome.Failed($"'{peer}' is not a member of layer '{membership.Parameters.Layer}'");
        }

        if (hello.Address == Address.None || hello.Address == membership.Address)
        {
            return Outcome.Failed($"'{peer}' has no address of its own in the layer (its address: {hello.Address})");
        }

        order.Peer = hello.Address;
        if (order.Component == ConnectionComponent.DataTransfer)
        {
            int needed = membership.Parameters.MaxPacketSize + membership.Format.HeaderLength;
            if (flow.MaxPacketSize < needed)
            {
                return Outcome.Failed(
                    $"the flow to '{peer}' carries packets of {flow.MaxPacketSize} bytes, but the layer needs {needed}",
                    "bootstrap the layer with a smaller packet size");
            }

            table.AddData(hello.Address, peer, flow, order, now);
            return Outcome.Ok;
        }

        if (!FlowTerms.TryConclude(answer, QosSpec.Data, out FlowTerms? terms, out CloseReason reason))
        {
            return RefusalText.Of(reason, $"no management flow to '{peer}'");
        }

        table.AddManagement(hello.Address, peer, flow, terms!, order, now);
        return Outcome.Ok;
    }

    /// <summary>Another member wants a flow for data or management.</summary>
    public void HandleArrival(ArrivingFlow arrival, in ConnectionHello hello, ReadOnlySpan<byte> offer, Instant now)
    {
        CloseReason reason = Examine(hello);
        byte[] answer = [];
        FlowTerms? terms = null;
        if (reason == CloseReason.None && hello.Component == ConnectionComponent.Management)
        {
            FlowTerms.TryAnswer(offer, arrival.Qos, out terms, out answer, out reason);
        }

        if (reason != CloseReason.None)
        {
            arrival.Refuse(reason, now);
            return;
        }

        LowerFlow? flow = arrival.Accept(ConnectionData.Write(answer, HelloFor(hello.Component)), NoFlowUser.Instance, now);
        if (flow is null)
        {
            return;
        }

        if (terms is not null)
        {
            table.AddManagement(hello.Address, "", flow, terms, null, now);
        }
        else if (flow.MaxPacketSize < membership.Parameters.MaxPacketSize + membership.Format.HeaderLength)
        {
            flow.Close(CloseReason.Refused, now);
        }
        else
        {
            table.AddData(hello.Address, "", flow, null, now);
        }
    }

    public IEnumerable<AdjacencyInfo> DescribeConnecting() =>
        from order in _orders
        where order.IsConnecting
        select new AdjacencyInfo(order.Destination.Value, Address.None, order.Component, AdjacencyState.Connecting, 0);

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
    }

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

    private CloseReason Examine(in ConnectionHello hello)
    {
        if (hello.MinVersion > LayerParameters.CurrentVersion || hello.MaxVersion < LayerParameters.CurrentVersion)
        {
            return CloseReason.VersionMismatch;
        }

        bool isOther = hello.Address != Address.None && hello.Address != membership.Address;
        return isOther && hello.LayerHash == membership.LayerHash ? CloseReason.None : CloseReason.Refused;
    }

    private StandingConnection? Find(Name destination, ConnectionComponent component) =>
        _orders.Find(order => order.Destination == destination && order.Component == component);
}
