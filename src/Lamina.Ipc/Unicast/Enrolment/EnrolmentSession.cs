using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Protocols.Flows;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Xx;
using Lamina.Wire.Enrolment;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>One joiner, at the member's side (see <see cref="EnrolmentJoiner"/>). Keeps nothing of it but an address that is reserved for a while.</summary>
internal sealed class EnrolmentSession : IControlChannelUser, IClaimTalk, ITimed
{
    private static readonly Duration Patience = Duration.FromSeconds(30);

    private readonly EnrolmentDesk _desk;
    private readonly ControlChannel _channel;
    private readonly MachineTimer _timer;
    private readonly MachineContext _context;
    private XxExchange? _exchange;
    private ClaimSession? _claim;
    private bool _isConfigured;
    private bool _isOver;

    public EnrolmentSession(EnrolmentDesk desk, ControlChannelSet channels, LowerFlow flow, FlowTerms terms, Instant now)
    {
        _desk = desk;
        _context = channels.Context;
        _channel = new ControlChannel(channels, flow, terms, this, now);
        _timer = new MachineTimer(channels.Context.Timers, this);
        _timer.Set(now + Patience);
    }

    /// <summary>True once its joiner has shown who it is, by a credential or a ticket.</summary>
    public bool IsProved => _exchange is { IsProved: true } || _claim is { IsProved: true };

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        if (_claim is not null)
        {
            _claim.Handle(message);
            return;
        }

        switch (EnrolmentCodec.KindOf(message))
        {
            case EnrolmentMessageKind.Claim when _exchange is null && !_isConfigured:
                _claim = new ClaimSession(_desk, _context, this);
                _claim.Begin(message[1..]);
                break;
            case EnrolmentMessageKind.Prove when _exchange is null && !_isConfigured && message.Length > 2:
                HandleProve((HandshakeSuiteId)message[1], message[2..], now);
                break;
            case EnrolmentMessageKind.Proof when _exchange is { IsProved: false }:
                HandleProof(message[1..], now);
                break;
            case EnrolmentMessageKind.Sealed when _exchange is { IsProved: true } && _exchange.TryOpen(message[1..], out byte[] opened):
                HandleProved(opened, now);
                break;
            case EnrolmentMessageKind.Request when _desk.Membership.Security is not null:
                Refuse(CloseReason.Denied, "the layer is secure, and the joiner shows no credential of it");
                break;
            default:
                if (_desk.Membership.Security is null)
                {
                    HandleProved(message, now);
                }
                else
                {
                    Refuse(CloseReason.ProtocolError, "the joiner broke the protocol");
                }

                break;
        }
    }

    // In a secure layer this comes out of a seal.
    private void HandleProved(ReadOnlySpan<byte> message, Instant now)
    {
        switch (EnrolmentCodec.KindOf(message))
        {
            case EnrolmentMessageKind.Request when !_isConfigured && EnrolmentRequest.TryRead(message, out EnrolmentRequest request):
                HandleRequest(request);
                break;
            case EnrolmentMessageKind.Confirm when _isConfigured && EnrolmentCodec.TryReadConfirm(message, out Address address, out ulong former):
                HandleConfirm(address, former, now);
                break;
            case EnrolmentMessageKind.Refusal:
                Finish();
                break;
            default:
                Refuse(CloseReason.ProtocolError, "the joiner broke the protocol");
                break;
        }
    }

    // The joiner closes after "done", and after anything that it does not like.
    public void HandleChannelClosed(CloseReason reason, Instant now) => Finish();

    public void HandleTimeout(Instant now) => Finish();

    /// <summary>Gives up.</summary>
    public void Finish()
    {
        if (!_isOver)
        {
            _isOver = true;
            _timer.Remove();
            _channel.Close();
            _desk.Forget(this);
            _exchange?.Dispose();
            _claim?.Finish();
        }
    }

    /// <inheritdoc/>
    void IClaimTalk.Send(byte[] message) => _channel.Send(message);

    /// <inheritdoc/>
    void IClaimTalk.Refuse(CloseReason reason, string text) => Refuse(reason, text);

    private void HandleRequest(in EnrolmentRequest request)
    {
        if (!_desk.Protocol.Overlaps(request.MinVersion, request.MaxVersion))
        {
            Refuse(CloseReason.VersionMismatch, "no common version of the layer's protocols");
        }
        else if (!_desk.Membership.Parameters.IsInsecure && _exchange is null)
        {
            Refuse(CloseReason.Denied, "the layer admits nobody who proves nothing");
        }
        else
        {
            _isConfigured = true;
            Send(EnrolmentCodec.WriteConfiguration(_desk.Membership.Parameters));
        }
    }

    private void HandleConfirm(Address address, ulong formerInstance, Instant now) => Send(_desk.TryAdmit(address, formerInstance, now)
        ? EnrolmentCodec.WriteDone(address)
        : [(byte)EnrolmentMessageKind.AddressTaken]);

    private void HandleProve(HandshakeSuiteId suite, ReadOnlySpan<byte> first, Instant now)
    {
        if (_desk.Membership.Security is not { } security)
        {
            Refuse(CloseReason.Denied, "the layer is insecure: its members prove nothing, so it must be asked for as such");
            return;
        }

        _exchange = security.Answer(EnrolmentJoiner.Purpose, suite, HandshakeMoment.In(_context, now), _context.Random);
        if (_exchange is null)
        {
            Refuse(CloseReason.NoCommonComposition, "the member has no such suite");
        }
        else if (_exchange.Handle(first, out byte[]? answer) != HandshakeVerdict.Proved)
        {
            Refuse(CloseReason.ProtocolError, "the exchange does not begin as it should");
        }
        else
        {
            _channel.Send([(byte)EnrolmentMessageKind.Proof, .. answer!]);
        }
    }

    private void HandleProof(ReadOnlySpan<byte> third, Instant now)
    {
        HandshakeVerdict verdict = _exchange!.Handle(third, out _);
        if (verdict != HandshakeVerdict.Proved)
        {
            _context.Events?.Handle(
                StackEventKind.HandshakeRefused,
                $"somebody who wanted to join layer '{_desk.Membership.Parameters.Layer}'", $"was refused: {verdict.ToText()}");
            string clock = $"the member's clock, {HandshakeVerdicts.Describe(HandshakeMoment.In(_context, now).WallTime)},";
            Refuse(verdict.ToReason(), $"the joiner was not proved: {verdict.ToText(clock)}");
        }
        else
        {
            _desk.Proved?.Invoke(_exchange.Peer, now);
        }
    }

    private void Send(byte[] message) =>
        _channel.Send(_exchange is { IsProved: true } ? [(byte)EnrolmentMessageKind.Sealed, .. _exchange.Seal(message)] : message);

    private void Refuse(CloseReason reason, string text)
    {
        byte[] refusal = new byte[EnrolmentRefusal.MaxLength];
        int length = new EnrolmentRefusal(reason, _desk.Protocol.Min, _desk.Protocol.Max, text).Write(refusal);
        Send(refusal[..length]);
        Finish();
    }
}
