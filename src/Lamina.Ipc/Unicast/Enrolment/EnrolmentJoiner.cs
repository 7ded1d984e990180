using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Protocols.Flows;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Xx;
using Lamina.Wire;
using Lamina.Wire.Connections;
using Lamina.Wire.Enrolment;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>
/// Joins a layer through a member, over a flow of its own that is closed afterwards.
/// <code>
///   joiner                                   member
///     request {versions}            -------->
///                                   &lt;--------  configuration, or refusal {versions, why}
///     confirm {chosen address}      -------->
///                                   &lt;--------  done, or address taken (then another confirm)
/// </code>
/// Nothing is changed here before "done" has come; one outcome is always reported, at the latest when time is over. A member
/// that is not there yet is waited for, for 5 s: hosts are not always started in the order in which they depend on each other.
/// </summary>
internal sealed class EnrolmentJoiner : IAllocationSink, IControlChannelUser, ITimed
{
    /// <summary>What the exchange of a secure enrolment is for.</summary>
    public const string Purpose = "lamina enrolment 1";

    private const int MaxAddressAttempts = 8;

    private static readonly Duration Patience = Duration.FromSeconds(20);
    private static readonly Duration PatienceWithLatecomers = Duration.FromSeconds(5);

    // Who starts late must not wait longer than 0.5 s for those who are there already. A look-up asks a silent bearer every 0.2 s and
    // gives up 0.2 s after the last time: with this pause nobody is unasked for longer than 0.3 s.
    private static readonly Duration Pause = Duration.FromMilliseconds(100);

    private readonly ControlChannelSet _channels;
    private readonly PolicyCatalogue _policies;
    private readonly EnrolmentParameters _wish;
    private readonly ConnectionManager _connections;
    private readonly ConnectionProtocol _protocol;
    private readonly AddressMemory _memory;
    private readonly IJoinerUser _user;
    private readonly MachineTimer _timer;
    private ControlChannel? _channel;
    private XxExchange? _exchange;
    private LayerParameters? _layer;
    private Address _address;
    private int _addressAttempts;
    private StackAccess? _lower;
    private Outcome? _failure;
    private Instant _deadline;
    private Instant _latest;
    private bool _isPausing;
    private bool _isOver;

    public EnrolmentJoiner(
        ControlChannelSet channels, PolicyCatalogue policies, EnrolmentParameters wish, ConnectionManager connections, AddressMemory memory, IJoinerUser user)
    {
        _memory = memory;
        _policies = policies;
        _channels = channels;
        _wish = wish;
        _connections = connections;
        _protocol = connections.HelloFor(ConnectionComponent.Enrolment).Protocol;
        _user = user;
        _timer = new MachineTimer(channels.Context.Timers, this);
    }

    /// <summary>The name through which it joins.</summary>
    public Name Destination => _wish.Destination;

    public void Start(StackAccess lower, Instant now)
    {
        _lower = lower;
        _deadline = now + Patience;
        _latest = now + PatienceWithLatecomers;
        Dial(now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        if (_isOver)
        {
            flow.Close(CloseReason.Normal, now);
            return;
        }

        if (TryOpen(flow, data, now) is { IsOk: false } failure)
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

        // The first failure tells most: a member that was known and did not answer is unknown soon.
        _failure ??= RefusalText.Of(reason, Failure);
        if (RefusalText.MayChange(reason) && now < _latest)
        {
            _isPausing = true;
            _timer.Set(now + Pause);
            return;
        }

        Finish(RefusalText.MayChange(reason) ? _failure.Value : RefusalText.Of(reason, Failure), null, now);
    }

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        if (_exchange is null)
        {
            HandleProved(message, now);
            return;
        }

        switch (EnrolmentCodec.KindOf(message))
        {
            // In clear, and of anybody: all it does is end this.
            case EnrolmentMessageKind.Refusal when EnrolmentRefusal.TryRead(message, out EnrolmentRefusal refusal):
                Finish(OutcomeOf(refusal), null, now);
                break;
            case EnrolmentMessageKind.Proof when !_exchange.IsProved:
                HandleProof(message[1..], now);
                break;
            case EnrolmentMessageKind.Sealed when _exchange.TryOpen(message[1..], out byte[] opened):
                HandleProved(opened, now);
                break;
            default:
                Finish(Outcome.Failed($"{Failure}: the member broke the protocol"), null, now);
                break;
        }
    }

    private void HandleProof(ReadOnlySpan<byte> second, Instant now)
    {
        HandshakeVerdict verdict = _exchange!.Handle(second, out byte[]? third);
        if (verdict != HandshakeVerdict.Proved)
        {
            Finish(
                verdict == HandshakeVerdict.NotForUs
                    ? Outcome.Denied(
                        $"{Failure}: what the member answers does not open: it is of another layer than this credential, or somebody on the way changes it",
                        "lamina status: for which layers are there credentials?")
                    : Outcome.Denied($"{Failure}: the member was not proved: {verdict.ToText()}", verdict.IsOfClocks()
                        ? $"look at the clocks of both hosts: this one says {HandshakeVerdicts.Describe(HandshakeMoment.In(_channels.Context, now).WallTime)}"
                        : "is it a member of the layer that this credential is for?"),
                null, now);
            return;
        }

        _channel!.Send([(byte)EnrolmentMessageKind.Proof, .. third!]);
        SendRequest();
    }

    private void SendRequest()
    {
        byte[] request = new byte[EnrolmentRequest.Length];
        new EnrolmentRequest(_protocol.Min, _protocol.Max).Write(request);
        Send(request);
    }

    private void Send(byte[] message) =>
        _channel!.Send(_exchange is { IsProved: true } ? [(byte)EnrolmentMessageKind.Sealed, .. _exchange.Seal(message)] : message);

    // In a secure layer this comes out of a seal.
    private void HandleProved(ReadOnlySpan<byte> message, Instant now)
    {
        switch (EnrolmentCodec.KindOf(message))
        {
            case EnrolmentMessageKind.Refusal when EnrolmentRefusal.TryRead(message, out EnrolmentRefusal refusal):
                Finish(OutcomeOf(refusal), null, now);
                break;
            case EnrolmentMessageKind.Configuration when _layer is null && EnrolmentCodec.TryReadConfiguration(message, out LayerParameters layer):
                HandleConfiguration(layer, now);
                break;
            case EnrolmentMessageKind.AddressTaken when _layer is not null && _addressAttempts < MaxAddressAttempts:
                Confirm();
                break;
            case EnrolmentMessageKind.AddressTaken when _layer is not null:
                Finish(Outcome.Failed($"{Failure}: each of {MaxAddressAttempts} addresses is taken", "give the layer longer addresses"), null, now);
                break;
            case EnrolmentMessageKind.Done when EnrolmentCodec.TryReadDone(message, out Address address)
                && _layer is not null && address == _address:
                Finish(Outcome.Ok, new Membership(_layer, _address, _wish.IsRouter) { Security = _wish.Security }, now);
                break;
            default:
                Finish(Outcome.Failed($"{Failure}: the member broke the protocol"), null, now);
                break;
        }
    }

    public void HandleChannelClosed(CloseReason reason, Instant now) =>
        Finish(Outcome.Failed($"{Failure}: the member closed the flow ({reason})"), null, now);

    public void HandleTimeout(Instant now)
    {
        if (_isPausing)
        {
            Dial(now);
            return;
        }

        Finish(Outcome.Timeout($"{Failure}: no answer in time", "is a member running under this name?"), null, now);
    }

    /// <summary>Its process ends.</summary>
    public void Cancel(Instant now) => Finish(Outcome.Failed($"{Failure}: this side is shutting down"), null, now);

    /// <summary>Nobody waits for it any more.</summary>
    public void GiveUp(Instant now) => Finish(Outcome.Failed($"{Failure}: it was given up"), null, now);

    private void Dial(Instant now)
    {
        _isPausing = false;
        _timer.Set(_deadline);
        byte[] data = _connections.WriteRequest(ConnectionComponent.Enrolment);
        _lower!.Allocate(new FlowRequest(_wish.Destination, QosSpec.Data, data), this, now);
    }

    private Outcome TryOpen(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Outcome outcome = EnrolmentAnswer.Conclude(_connections, data, _wish.Destination, "what is there", Failure, out FlowTerms? terms);
        if (!outcome.IsOk)
        {
            return outcome;
        }

        _channel = new ControlChannel(_channels, flow, terms!, this, now);
        if (_wish.Security is { } security)
        {
            MachineContext context = _channels.Context;
            _exchange = security.Begin(Purpose, HandshakeMoment.In(context, now), context.Random, out HandshakeSuiteId suite);
            _channel.Send([(byte)EnrolmentMessageKind.Prove, (byte)suite, .. _exchange.Begin()]);
        }
        else
        {
            SendRequest();
        }

        return Outcome.Ok;
    }

    private string Failure => $"cannot enrol through '{_wish.Destination}'";

    private void HandleConfiguration(LayerParameters layer, Instant now)
    {
        Outcome outcome = _policies.Examine(layer);
        if (outcome.IsOk && layer.IsInsecure != (_exchange is null))
        {
            outcome = Outcome.Denied($"{Failure}: the member says that the layer is {(layer.IsInsecure ? "insecure" : "secure")}, and was asked for another one");
        }

        if (!outcome.IsOk)
        {
            byte[] refusal = new byte[EnrolmentRefusal.MaxLength];
            int length = new EnrolmentRefusal(CloseReason.Refused, _protocol.Min, _protocol.Max, outcome.Message).Write(refusal);
            Send(refusal[..length]);
            Finish(outcome, null, now);
            return;
        }

        _layer = layer;
        Confirm();
    }

    private void Confirm()
    {
        _addressAttempts++;
        FormerLife? former = _addressAttempts == 1 ? _memory.Recall(_layer!) : null;
        _address = former?.Address
            ?? _policies.Addresses.Find(_layer!.Addresses)!.Choose(new AddressFormat(_layer!.AddressSize), _channels.Context.Random);
        Send(EnrolmentCodec.WriteConfirm(_address, former?.Instance ?? 0));
    }

    private Outcome OutcomeOf(in EnrolmentRefusal refusal)
    {
        string text = $"{Failure}: {refusal.Text}";
        string theirs = ConnectionProtocol.VersionsOf(refusal.MinVersion, refusal.MaxVersion);
        return refusal.Reason switch
        {
            CloseReason.VersionMismatch => Outcome.Failed($"{text} (it speaks {theirs}, this side {_protocol.Versions})", "upgrade the older side"),
            CloseReason.Denied => Outcome.Denied(text, "lamina join TICKET, or a credential that the layer's authority issues for this node"),
            CloseReason.Expired => Outcome.Denied(text, "look at the clocks of both hosts, and renew the credential"),
            _ => Outcome.Failed(text),
        };
    }

    private void Finish(Outcome outcome, Membership? membership, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _timer.Remove();
        _channel?.Close();
        _exchange?.Dispose();
        _user.HandleEnrolled(outcome, membership, now);
    }
}
