using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Ipc.Unicast;

/// <summary>How an IPC process whose predecessor vanished becomes a member again, and what it then goes on with.</summary>
internal sealed class WayBack
{
    private readonly EnrolmentParameters? _enrolment;
    private readonly Name[] _doors;
    private ConnectionHandover _connections;
    private int _attempts;

    /// <param name="former">The membership that was.</param>
    /// <param name="enrolment">How it began; null: the member founded its layer.</param>
    /// <param name="connections">What the predecessor kept.</param>
    /// <param name="neighbours">What its neighbours call themselves: often a name, too.</param>
    public WayBack(Membership former, EnrolmentParameters? enrolment, ConnectionHandover connections, IEnumerable<string> neighbours)
    {
        Former = former;
        _enrolment = enrolment;
        _connections = connections;
        IEnumerable<Name> others = connections.Orders.Select(order => order.Destination)
            .Concat(neighbours.Select(name => Name.TryParse(name, out Name known) ? known : default).Where(name => name != default));
        _doors = enrolment is null ? [] : [.. others.Prepend(enrolment.Destination).Distinct()];
    }

    /// <summary>Who it was.</summary>
    public Membership Former { get; }

    /// <summary>The next attempt to enrol: through the member of the first time, then through others, in turn. Null: it needs none.</summary>
    public EnrolmentParameters? NextEnrolment() => _enrolment is null ? null
        : _enrolment with { Destination = _doors[_attempts++ % _doors.Length] };

    /// <summary>What to connect, and who waits for that; once.</summary>
    public ConnectionHandover TakeConnections()
    {
        ConnectionHandover connections = _connections;
        _connections = new([], []);
        return connections;
    }

    /// <summary>Nobody waits for a connection any more.</summary>
    public void GiveUp(IOutcomeSink sink, MachineContext context)
    {
        if (_connections.Commands.Any(command => command.Sink == sink))
        {
            _connections = _connections with { Commands = [.. _connections.Commands.Where(command => command.Sink != sink)] };
            PostedOutcome.Post(context, sink, Outcome.Failed("connecting was given up"));
        }
    }

    /// <summary>It will not be a member.</summary>
    public void Close(MachineContext context)
    {
        foreach (IOutcomeSink sink in TakeConnections().Commands.Select(command => command.Sink))
        {
            PostedOutcome.Post(context, sink, Outcome.Failed("this side is not in its layer any more", "enrol it again"));
        }
    }
}
