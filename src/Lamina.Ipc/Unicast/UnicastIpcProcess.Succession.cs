using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Ipc.Unicast;

/// <content>A member that is replaced by another one, under its name and at its address.</content>
public sealed partial class UnicastIpcProcess
{
    // How it became a member, where somebody admitted it.
    private EnrolmentParameters? _enrolment;

    // Null but between the end of a predecessor and the day that this one is a member.
    private WayBack? _wayBack;
    private IOutcomeSink? _resumeSink;

    /// <inheritdoc/>
    public override Succession? Vanish(Instant now)
    {
        if (_member is not { } member)
        {
            return null;
        }

        Membership former = member.Membership;
        string[] neighbours = [.. member.Adjacencies.Neighbours.Select(neighbour => neighbour.Process)];
        (ConnectionHandover connections, IReadOnlyList<FlowParting> partings) = member.Vanish(now);
        _stack.Tell(StackEventKind.MemberLeft, $"is restarted, and was in layer '{Layer}'");
        _member = null;
        Shutdown(now);
        var successor = new UnicastIpcProcess(Name, Host, _protocols, new FormerLife(former.Address, former.Instance), former.Parameters.Layer)
        {
            _wayBack = new WayBack(former, _enrolment, connections, neighbours),
        };
        return new Succession(successor, [.. partings.Select(parting => parting with { Ticket = parting.Ticket with { Layer = former.Parameters.Layer.Value } })]);
    }

    /// <inheritdoc/>
    public override void Resume(IOutcomeSink sink, Instant now)
    {
        if (_wayBack is not { } wayBack || _isShutDown)
        {
            base.Resume(sink, now);
            return;
        }

        _resumeSink = sink;
        if (wayBack.NextEnrolment() is { } enrolment)
        {
            Enrol(enrolment, sink, now);
        }
        else
        {
            BecomeMember(wayBack.Former, now);
            PostedOutcome.Post(Host.Context, sink, Outcome.Ok);
        }
    }

    /// <inheritdoc/>
    public override void GiveUp(IOutcomeSink sink, Instant now)
    {
        if (_joiner is not null && _joinerSink == sink)
        {
            _joiner.GiveUp(now);
        }

        if (_resumeSink == sink)
        {
            CloseWayBack();
        }

        _wayBack?.GiveUp(sink, Host.Context);
        _member?.Connector.GiveUp(sink);
    }

    private void GoOn(LayerMember member, Instant now)
    {
        if (_wayBack is { } wayBack)
        {
            _wayBack = null;
            _resumeSink = null;
            member.Connector.Take(wayBack.TakeConnections(), now);
        }
    }

    private void CloseWayBack()
    {
        _wayBack?.Close(Host.Context);
        _wayBack = null;
        _resumeSink = null;
    }
}
