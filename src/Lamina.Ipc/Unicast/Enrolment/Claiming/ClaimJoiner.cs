using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Security.Tickets.Claims;
using Lamina.Wire.Connections;
using Lamina.Wire.Enrolment;

namespace Lamina.Ipc.Unicast.Enrolment.Claiming;

/// <summary>
/// Comes with a ticket to a member, over a flow of its own that is closed afterwards, and goes with a credential: what it does then is an enrolment like any.
/// <code>
///   joiner                                        member
///     claim {suite, number, first}       --------&gt;
///                                        &lt;--------  proof {second}, or refusal
///     proof {third}                      --------&gt;
///                                        &lt;--------  sealed {welcome}, or sealed {refusal}
/// </code>
/// One outcome is always reported, at the latest when time is over. A member that is not there yet is waited for, for 5 s.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "a machine ends in good order or at once, and zeroes its secrets in either")]
internal sealed class ClaimJoiner : IAllocationSink, IControlChannelUser, ITimed
{
    // The inviter's disk may be slow, and commands may hold its authority's lock for 10 s.
    private static readonly Duration Patience = Duration.FromSeconds(20);
    private static readonly Duration PatienceWithLatecomers = Duration.FromSeconds(5);
    private static readonly Duration Pause = Duration.FromMilliseconds(100);

    private readonly ControlChannelSet _channels;
    private readonly ConnectionManager _connections;
    private readonly ClaimParameters _wish;
    private readonly StackAccess _lower;
    private readonly MachineTimer _timer;
    private readonly Action<ClaimJoiner> _forget;
    private ControlChannel? _channel;
    private ClaimInitiator? _claim;
    private Instant _deadline;
    private Instant _latest;
    private bool _isPausing;
    private bool _isOver;

    public ClaimJoiner(
        ControlChannelSet channels, ConnectionManager connections, StackAccess lower, ClaimParameters wish, IClaimSink sink, Action<ClaimJoiner> forget)
    {
        _channels = channels;
        _connections = connections;
        _lower = lower;
        _wish = wish;
        _forget = forget;
        Sink = sink;
        _timer = new MachineTimer(channels.Context.Timers, this);
    }

    /// <summary>Who hears the end.</summary>
    public IClaimSink Sink { get; }

    private string Failure => $"cannot join layer '{_wish.Ticket.Layer}'";

    private string Places => string.Join(" or ", _wish.Ticket.Places);

    public void Start(Instant now)
    {
        _deadline = now + Patience;
        _latest = now + PatienceWithLatecomers;
        Dial(now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        if (_isOver)
        {
            flow.Close(CloseReason.Normal, now);
        }
        else if (TryOpen(flow, data, now) is { IsOk: false } failure)
        {
            flow.Close(CloseReason.Refused, now);
            Finish(failure, null, now);
        }
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        if (RefusalText.MayChange(reason) && now < _latest)
        {
            _isPausing = true;
            _timer.Set(now + Pause);
            return;
        }

        Finish(RefusalText.MayChange(reason) ? Unreachable() : RefusalText.Of(reason, Failure), null, now);
    }

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        switch (EnrolmentCodec.KindOf(message))
        {
            // In clear, and of anybody: all it does is end this.
            case EnrolmentMessageKind.Refusal when EnrolmentRefusal.TryRead(message, out EnrolmentRefusal refusal):
                Finish(OutcomeOf(refusal), null, now);
                break;
            case EnrolmentMessageKind.Proof when !_claim!.IsProved:
                HandleProof(message[1..], now);
                break;
            case EnrolmentMessageKind.Sealed when _claim!.TryOpen(message[1..], out byte[] opened):
                HandleSealed(opened, now);
                break;
            default:
                Finish(Outcome.Failed($"{Failure}: the member broke the protocol", "lamina version, on both sides: upgrade the older one"), null, now);
                break;
        }
    }

    public void HandleChannelClosed(CloseReason reason, Instant now) =>
        Finish(Outcome.Failed($"{Failure}: the member closed the flow ({reason})", "try again: a ticket that was used here counts once"), null, now);

    public void HandleTimeout(Instant now)
    {
        if (_isPausing)
        {
            Dial(now);
            return;
        }

        Finish(_channel is null ? Unreachable() : Outcome.Timeout($"{Failure}: the member at {Places} does not go on answering", "try again: a ticket that was used here counts once"), null, now);
    }

    /// <summary>Nobody waits for it any more, or its process ends.</summary>
    public void GiveUp(Instant now) => Finish(Outcome.Failed($"{Failure}: it was given up"), null, now);

    private void Dial(Instant now)
    {
        _isPausing = false;
        _timer.Set(_deadline);
        byte[] data = _connections.WriteRequest(ConnectionComponent.Enrolment);
        _lower.Allocate(new FlowRequest(_wish.Destination, QosSpec.Data, data), this, now);
    }

    private Outcome TryOpen(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Outcome outcome = EnrolmentAnswer.Conclude(_connections, data, _wish.Destination, $"what is at {Places}", Failure, out FlowTerms? terms);
        if (!outcome.IsOk)
        {
            return outcome;
        }

        MachineContext context = _channels.Context;
        _channel = new ControlChannel(_channels, flow, terms!, this, now);
        _claim = new ClaimInitiator(_wish.Ticket, _wish.Identity, context.WallClock?.WallTime ?? DateTimeOffset.UnixEpoch, context.Random);
        _channel.Send([(byte)EnrolmentMessageKind.Claim, .. _claim.Begin()]);
        return Outcome.Ok;
    }

    private void HandleProof(ReadOnlySpan<byte> second, Instant now)
    {
        ClaimVerdict verdict = _claim!.Handle(second, out byte[] third);
        if (verdict.IsProved)
        {
            _channel!.Send([(byte)EnrolmentMessageKind.Proof, .. third]);
        }
        else
        {
            Finish(Outcome.Denied($"{Failure}: {verdict}", "another ticket, over a way that nobody else has a hand in"), null, now);
        }
    }

    private void HandleSealed(ReadOnlySpan<byte> message, Instant now)
    {
        if (EnrolmentRefusal.TryRead(message, out EnrolmentRefusal refusal))
        {
            Finish(OutcomeOf(refusal), null, now);
        }
        else if (EnrolmentCodec.KindOf(message) == EnrolmentMessageKind.Welcome && Welcome.TryRead(message[1..], out Welcome? welcome)
            && welcome!.Membership.Layer == _wish.Ticket.Layer && welcome.Membership.Chain is not null)
        {
            Finish(Outcome.Ok, welcome, now);
        }
        else
        {
            Finish(Outcome.Failed($"{Failure}: what the member gives is no credential of the layer"), null, now);
        }
    }

    private Outcome Unreachable() => Outcome.Timeout(
        $"{Failure}: nobody at {Places} answers for it", "is the daemon there running, and does no firewall keep its UDP port from this host?");

    private Outcome OutcomeOf(in EnrolmentRefusal refusal) => refusal.Reason switch
    {
        CloseReason.Denied => Outcome.Denied($"{Failure}: {refusal.Text}", $"another ticket: lamina invite {_wish.Ticket.Layer} on a host that may invite"),
        CloseReason.Expired => Outcome.Denied($"{Failure}: {refusal.Text}", "look at the clocks of both hosts, or ask for another ticket"),
        _ => Outcome.Failed($"{Failure}: {refusal.Text}"),
    };

    private void Finish(Outcome outcome, Welcome? welcome, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _timer.Remove();
        _channel?.Close();
        _claim?.Dispose();
        _forget(this);
        Sink.HandleClaimed(outcome, welcome, now);
    }
}
