using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Admission;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Enrolment;
using Lamina.Ipc.Unicast.Tracing;
using Lamina.Protocols.Allocation;
using Lamina.Protocols.Routing;
using Lamina.Wire;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast;

/// <summary>
/// A member of a unicast layer: enrols others, forwards, and gives flows, over flows of other layers. It begins outside
/// any layer; <see cref="Bootstrap"/> makes it the first member of one, <see cref="Enrol"/> a member of one that exists.
/// </summary>
public sealed partial class UnicastIpcProcess : IpcProcess, IFlowAcceptor, IJoinerUser, ILayerMemberUser, IAddressUser
{
    private readonly StackAccess _stack;
    private readonly ControlChannelSet _channels;
    private readonly ConnectionManager _connections;
    private readonly AddressKeeper _addresses;
    private readonly AddressMemory _memory;
    private readonly SpokenProtocols? _protocols;
    private LayerMember? _member;
    private EnrolmentJoiner? _joiner;
    private IOutcomeSink? _joinerSink;
    private bool _isShutDown;

    /// <summary>An IPC process that is in no layer yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="host">The stack that it lives in.</param>
    /// <param name="protocols">What it speaks with others; null: <see cref="SpokenProtocols.Current"/>.</param>
    public UnicastIpcProcess(string name, IIpcProcessHost host, SpokenProtocols? protocols = null)
        : this(name, host, protocols, null, default)
    {
    }

    private UnicastIpcProcess(string name, IIpcProcessHost host, SpokenProtocols? protocols, FormerLife? former, Name formerLayer)
        : base(name, IpcProcessKind.Unicast, host)
    {
        _protocols = protocols;
        _stack = new StackAccess(this, host);
        _channels = new ControlChannelSet(host.Context);
        _connections = new ConnectionManager(name, protocols ?? SpokenProtocols.Current, host.Context);
        _addresses = new AddressKeeper(host.Context, this);
        _memory = new AddressMemory(name, host, former, formerLayer);
    }

    /// <summary>Its rooms, while it is in a layer.</summary>
    internal LayerMember? Member => _member;

    /// <inheritdoc/>
    public override LayerLimits? Limits => Membership is { } membership
        ? new(membership.Parameters.MaxPacketSize, membership.Parameters.MaxPacketLifetime)
        : null;

    /// <summary>True while it is a member of a layer.</summary>
    public bool IsEnrolled => _member is not null;

    /// <summary>The layer's parameters and the own address; null outside any layer.</summary>
    public Membership? Membership => _member?.Membership;

    /// <inheritdoc/>
    public override HashAlgorithmId HashAlgorithm =>
        (_member?.Membership ?? _wayBack?.Former)?.Parameters.HashAlgorithm ?? HashAlgorithmId.Sha3_256;

    /// <inheritdoc/>
    public override bool IsInsecure => _member?.Membership.Parameters.IsInsecure ?? false;

    /// <inheritdoc/>
    public override LayerSecurity? Security => _member?.Membership.Security;

    /// <inheritdoc/>
    public override void HandleCredentials(Instant now)
    {
        Security?.Review();
        _member?.Revocations?.Review(null, now);
    }

    /// <inheritdoc/>
    public override int FlowCount => _member?.Flows?.Count ?? 0;

    /// <summary>What became of the packets that it saw; null outside any layer.</summary>
    public DataTransferCounters? Counters => _member?.Data.Counters;

    /// <summary>What its flow allocator dropped; null where it gives no flows.</summary>
    public AllocationCounters? AllocationCounters => _member?.Flows?.Counters;

    /// <summary>Link states that their origin has not said, in a secure layer.</summary>
    public long RoutingUnproved => _member?.Routing.Unproved ?? 0;

    /// <summary>Messages of routing that made no sense.</summary>
    public long RoutingMalformed => _member?.Routing.Malformed ?? 0;

    /// <summary>What its trace component has seen; null outside any layer.</summary>
    public TraceCounters? TraceCounters => _member?.Trace.Counters;

    /// <summary>What it has done about reserved bandwidth; null outside any layer.</summary>
    public ReservationCounters? ReservationCounters => _member?.Reservations.Counters;

    /// <summary>What its directory has done; null where it has none.</summary>
    public DirectoryCounters? DirectoryCounters => _member?.Directory?.Counters;

    /// <summary>Flows to and from other IPC processes that came to nothing because the two did not fit.</summary>
    public ConnectionCounters Connections => _connections.Counters;

    /// <summary>The member through which it entered its layer; null where it is the first, or in none.</summary>
    public Name? EnrolledThrough { get; private set; }

    /// <summary>How often it had to take another address because another member had the same.</summary>
    public long AddressChanges => _addresses.Changes;

    /// <summary>The flows to neighbours, those being connected included.</summary>
    public IReadOnlyList<AdjacencyInfo> Adjacencies =>
        _member is null ? [] : [.. _member.Adjacencies.Describe(), .. _member.Connector.DescribeConnecting()];

    /// <summary>The link state database, by member, without those that have left.</summary>
    public IReadOnlyList<LinkState> LinkStates =>
        _member is null ? [] : [.. _member.Routing.Database.All.ToArray().Where(state => !state.IsLeaving)];

    /// <summary>The routes in use for best effort, by destination.</summary>
    public IReadOnlyList<Route> Routes => AllRoutes[QosCube.BestEffort];

    /// <summary>The routes in use for each cube.</summary>
    public RouteSets AllRoutes => _member?.Routing.Routes ?? RouteSets.None;

    /// <inheritdoc/>
    string IFlowAcceptor.Description => $"ipcp {Name}";

    /// <summary>The directory entries that it holds.</summary>
    public IReadOnlyList<DirectoryEntryInfo> DirectoryEntries(Instant now) => _member?.Directory?.Describe(now) ?? [];

    /// <summary>Makes it the first member of a new layer.</summary>
    public void Bootstrap(UnicastParameters parameters, IOutcomeSink sink, Instant now)
    {
        LayerParameters layer = parameters.ToLayer(Host.LimitsBelow(this));
        Outcome outcome = ExamineStart(parameters.IsInsecure, parameters.Security, "bootstrap");
        outcome = outcome.IsOk ? Host.Policies.Examine(layer) : outcome;
        if (outcome.IsOk && parameters.Security is not null && layer.MaxPacketSize < LayerSecurity.LeastPacketSize)
        {
            outcome = Outcome.Usage(
                $"packets of {layer.MaxPacketSize} bytes do not carry the handshakes of a secure layer: it needs {LayerSecurity.LeastPacketSize} at least",
                $"--mps {LayerSecurity.LeastPacketSize} or more, or none: it is chosen");
        }

        if (outcome.IsOk)
        {
            Address address = _memory.Recall(layer)?.Address
                ?? Host.Policies.Addresses.Find(layer.Addresses)!.Choose(new AddressFormat(layer.AddressSize), Host.Context.Random);
            BecomeMember(new Membership(layer, address, parameters.IsRouter) { Security = parameters.Security }, now);
        }

        PostedOutcome.Post(Host.Context, sink, outcome);
    }

    /// <summary>Joins a layer through a member. Takes up to 20 s; the sink hears the end in any case.</summary>
    public void Enrol(EnrolmentParameters parameters, IOutcomeSink sink, Instant now)
    {
        Outcome outcome = ExamineStart(parameters.IsInsecure, parameters.Security, "enrol");
        if (!outcome.IsOk)
        {
            PostedOutcome.Post(Host.Context, sink, outcome);
            return;
        }

        _connections.IsSecret = parameters.Security is not null;
        _joinerSink = sink;
        _enrolment = parameters;
        _joiner = new EnrolmentJoiner(_channels, Host.Policies, parameters, _connections, _memory, this);
        _joiner.Start(_stack, now);
    }

    /// <summary>Makes an adjacency with a member, and keeps it until <see cref="Disconnect"/>: what is lost is connected again.</summary>
    public void Connect(Name destination, ConnectionComponents components, IOutcomeSink sink, Instant now) =>
        Connect(destination, components, null, sink, now);

    /// <summary>As the other, with what the link costs and carries.</summary>
    /// <param name="destination">The member's name.</param>
    /// <param name="components">Which flows.</param>
    /// <param name="weights">What the link costs; null: 1, or what was said before.</param>
    /// <param name="sink">Hears the end.</param>
    /// <param name="now">The present.</param>
    /// <param name="capacity">Bits per second that flows may reserve of it in each direction; null: nobody says, and nothing is reserved.</param>
    public void Connect(
        Name destination, ConnectionComponents components, LinkWeights? weights, IOutcomeSink sink, Instant now, ulong? capacity = null)
    {
        if (_member is { } member)
        {
            member.Connector.Connect(destination, components, weights, capacity, sink, now);
        }
        else
        {
            PostedOutcome.Post(Host.Context, sink, NoMember());
        }
    }

    /// <summary>Ends an adjacency that this side made.</summary>
    public void Disconnect(Name destination, ConnectionComponents components, IOutcomeSink sink, Instant now) =>
        PostedOutcome.Post(
            Host.Context, sink, _member?.Connector.Disconnect(destination, components, now) ?? NoMember());

    /// <inheritdoc/>
    public override void Shutdown(Instant now)
    {
        _isShutDown = true;
        CloseWayBack();
        _joiner?.Cancel(now);
        _claim?.GiveUp(now);
        _addresses.Shutdown();
        _connections.Shutdown(now);
        _connections.Membership = null;
        _channels.Shutdown(now);
        if (_member is not null)
        {
            _stack.Tell(StackEventKind.MemberLeft, $"has left layer '{Layer}'");
        }

        _member?.Shutdown(now);
        _member = null;
        Layer = null;
    }

    /// <inheritdoc/>
    void IFlowAcceptor.HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        if (_member is null)
        {
            arrival.Refuse(CloseReason.NoListener, now);
        }
        else if (!_connections.TryEnter(arrival, now))
        {
            arrival.Refuse(CloseReason.NoResources, now);
        }
        else if (!ConnectionData.TryRead(arrival.Data.Span, out ReadOnlySpan<byte> offer, out ConnectionHello hello))
        {
            _connections.Counters.Malformed++;
            arrival.Refuse(CloseReason.ProtocolError, now);
        }
        else if (_connections.Examine(hello) is not ConnectionFault.None and var fault)
        {
            if (fault == ConnectionFault.SameAddress)
            {
                _addresses.TryKeep(_member.Membership.Instance, hello.Instance, now);
            }

            _connections.Refuse(arrival, hello.Component, fault, now);
        }
        else
        {
            _member.HandleArrival(name, arrival, hello, offer, now);
        }
    }

    /// <inheritdoc/>
    void IJoinerUser.HandleEnrolled(Outcome outcome, Membership? membership, Instant now)
    {
        if (membership is not null)
        {
            EnrolledThrough = _joiner!.Destination;
            BecomeMember(membership, now);
        }

        _joiner = null;
        PostedOutcome.Post(Host.Context, _joinerSink!, outcome);
    }

    /// <inheritdoc/>
    bool ILayerMemberUser.TryKeepAddress(ulong instance, Instant now) =>
        _member is not { } member || _addresses.TryKeep(member.Membership.Instance, instance, now);

    /// <summary>Goes on as another member: other address, other instance, the same names and connections; no enrolment.</summary>
    void IAddressUser.ChangeAddress(Instant now)
    {
        if (_member is not { } former)
        {
            return;
        }

        Membership lost = former.Membership;
        Address address = FreeAddress.Choose(
            Host.Policies.Addresses.Find(lost.Parameters.Addresses)!, lost.Parameters, former.Routing.Database, lost.Address, Host.Context.Random);
        ConnectionHandover handover = former.Retire(now);
        BecomeMember(lost with { Address = address }, now);
        foreach (NameHash hash in _names)
        {
            _member.Directory?.Register(hash, now);
        }

        _member.Connector.Take(handover, now);
    }

    [MemberNotNull(nameof(_member))]
    private void BecomeMember(Membership membership, Instant now)
    {
        Membership own = _memory.Begin(membership);
        _connections.Membership = own;
        _connections.IsSecret = own.Security is not null;
        _member = new LayerMember(own, _connections, _stack, this, now);
        if (Host.Memory is not null)
        {
            _member.Flows?.AwaitAdoptions(now);
        }

        GoOn(_member, now);
        bool isNew = Layer is null;
        Layer = membership.Parameters.Layer.Value;
        _stack.Tell(
            isNew ? StackEventKind.MemberEntered : StackEventKind.AddressChanged,
            isNew
                ? $"is a member of layer '{Layer}' with address {own.Address}"
                : $"has address {own.Address} in layer '{Layer}' now: another member had the former one");
    }

    private Outcome ExamineStart(bool isInsecure, LayerSecurity? security, string what)
    {
        if (_isShutDown)
        {
            return Outcome.Failed($"{Name} is shutting down");
        }

        if (_member is not null || _joiner is not null)
        {
            return Outcome.Failed(
                $"{Name} is {(_member is null ? "enrolling" : $"a member of layer '{Layer}'")} already", "use another IPC process");
        }

        return (isInsecure, security) switch
        {
            (true, not null) => Outcome.Usage($"cannot {what} {Name}: a layer is insecure, or has credentials, not both", "leave one of the two out"),
            (false, null) => Outcome.Denied(
                $"cannot {what} {Name}: it has no credential of that layer, and nobody has asked for an insecure one",
                "lamina layer-authority issues credentials; or say --insecure, where that is all right"),
            _ => Outcome.Ok,
        };
    }

    private Outcome NoMember() => Outcome.Failed($"{Name} is not in a layer", "bootstrap or enrol it first");
}
