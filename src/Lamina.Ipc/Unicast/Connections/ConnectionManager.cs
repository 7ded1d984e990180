using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Connections;

/// <summary>
/// Who an IPC process says it is when a flow to another one is allocated, and whether the two fit. Both sides judge
/// the two hellos alike, so no verdict is on the wire: the acceptor answers with its hello in any case, and what does not
/// fit is closed with a reason that both can say in words.
/// </summary>
internal sealed class ConnectionManager(string process, SpokenProtocols protocols, MachineContext context)
{
    private const int MaxRefused = 64;

    private readonly List<RefusedConnection> _refused = [];
    private readonly SourceGate _gate = new(context.Random, StrangerSettings.Connections);

    public ConnectionCounters Counters { get; } = new();

    /// <summary>What the process is at present; null outside any layer.</summary>
    public Membership? Membership { get; set; }

    public MachineContext Context { get; } = context;

    /// <summary>
    /// True where the layer proves who is who: then nobody says in clear who he is, nor is it believed. It is said once more when both are proved.
    /// </summary>
    public bool IsSecret { get; set; }

    /// <summary>
    /// False where the layer proves who is who, which costs work, and one host, or all together, want too much of it: it comes again later.
    /// </summary>
    public bool TryEnter(ArrivingFlow arrival, Instant now)
    {
        bool mayEnter = !IsSecret || _gate.TryTake(arrival.Source, now);
        Counters.BeyondShare += mayEnter ? 0 : 1;
        return mayEnter;
    }

    /// <summary>What this process says in clear, for a flow of a component.</summary>
    public ConnectionHello HelloFor(ConnectionComponent component) => IsSecret
        ? new(component, protocols.Of(component), 0, Address.None, Membership?.LayerHash ?? default, "")
        : WholeHello(component);

    /// <summary>Who this process is, for whom it has proved itself to where the layer demands that.</summary>
    public ConnectionHello WholeHello(ConnectionComponent component) => new(
        component, protocols.Of(component), Membership?.Instance ?? 0, Membership?.Address ?? Address.None, Membership?.LayerHash ?? default, process);

    /// <summary>The data of a request for a flow.</summary>
    public byte[] WriteRequest(ConnectionComponent component) => ConnectionData.WriteRequest(HelloFor(component));

    /// <summary>Whether the other side fits; where not, it is counted.</summary>
    public ConnectionFault Examine(in ConnectionHello theirs)
    {
        ConnectionFault fault = FaultOf(HelloFor(theirs.Component), theirs, !IsSecret);
        Counters.Count(fault);
        return fault;
    }

    /// <summary>As <see cref="Examine"/>, of what a peer says that has proved itself.</summary>
    public ConnectionFault ExamineProved(in ConnectionHello theirs)
    {
        ConnectionFault fault = FaultOf(WholeHello(theirs.Component), theirs, isWhole: true);
        Counters.Count(fault);
        return fault;
    }

    /// <summary>What to tell a person about a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="peer">The name that was dialled.</param>
    /// <param name="theirs">What the other side said.</param>
    public Outcome Describe(ConnectionFault fault, string peer, in ConnectionHello theirs)
    {
        ConnectionProtocol ours = protocols.Of(theirs.Component);
        return fault switch
        {
            ConnectionFault.None => Outcome.Ok,
            ConnectionFault.OtherProtocol => Outcome.Failed(
                $"'{peer}' speaks another protocol for {theirs.Component} (it speaks {theirs.Protocol}, this side {ours})",
                "members of one layer speak the same protocols"),
            ConnectionFault.OtherVersion => Outcome.Failed(
                $"'{peer}' shares no version of {ours.Name} (it speaks {theirs.Protocol.Versions}, this side {ours.Versions})",
                "upgrade the older side"),
            ConnectionFault.OtherLayer => Outcome.Failed(
                $"'{peer}' is not a member of layer '{Membership?.Parameters.Layer}'", "connect members of one layer"),
            ConnectionFault.Self => Outcome.Failed($"'{peer}' is this member itself", "connect to another member"),
            _ => Outcome.Failed($"'{peer}' has this member's address {theirs.Address}; one of the two takes another", "try again"),
        };
    }

    /// <summary>Answers a flow that does not fit, so that the other side can say why, and has it closed.</summary>
    public void Refuse(ArrivingFlow arrival, ConnectionComponent component, ConnectionFault fault, Instant now)
    {
        CloseReason reason = ReasonOf(fault);
        if (_refused.Count >= MaxRefused)
        {
            arrival.Refuse(reason, now);
            return;
        }

        var connection = new RefusedConnection(this, reason, now);
        if (arrival.Accept(ConnectionData.Write([], HelloFor(component)), connection, now) is { } flow)
        {
            _refused.Add(connection);
            connection.Flow = flow;
        }
        else
        {
            connection.Forget();
        }
    }

    public void Forget(RefusedConnection connection) => _refused.Remove(connection);

    public void Shutdown(Instant now)
    {
        foreach (RefusedConnection connection in _refused.ToArray())
        {
            connection.HandleTimeout(now);
        }
    }

    /// <summary>Why a flow that does not fit is closed.</summary>
    public static CloseReason ReasonOf(ConnectionFault fault) => fault switch
    {
        ConnectionFault.OtherProtocol or ConnectionFault.OtherVersion => CloseReason.VersionMismatch,
        ConnectionFault.SameAddress => CloseReason.AddressTaken,
        _ => CloseReason.Refused,
    };

    private static ConnectionFault FaultOf(in ConnectionHello ours, in ConnectionHello theirs, bool isWhole)
    {
        if (ours.Protocol.Name != theirs.Protocol.Name)
        {
            return ConnectionFault.OtherProtocol;
        }

        if (!ours.Protocol.Overlaps(theirs.Protocol.Min, theirs.Protocol.Max))
        {
            return ConnectionFault.OtherVersion;
        }

        // A joiner is in no layer yet: there is nothing more to compare.
        if (ours.Component == ConnectionComponent.Enrolment)
        {
            return ConnectionFault.None;
        }

        return ours.LayerHash != theirs.LayerHash || (isWhole && theirs.Address == Address.None) ? ConnectionFault.OtherLayer
            : !isWhole ? ConnectionFault.None
            : ours.Address != theirs.Address ? ConnectionFault.None
            : ours.Instance == theirs.Instance ? ConnectionFault.Self
            : ConnectionFault.SameAddress;
    }
}
