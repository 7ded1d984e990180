using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Records;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies.Proofs;

/// <summary>One management flow before its ends are proved (docs/design/ADJACENCIES.md), at either end. One end is told in any case.</summary>
[SuppressMessage("Design", "CA1001", Justification = "a machine ends in good order or at once, and zeroes its secrets in either")]
internal sealed class LinkProof : IControlChannelUser, ITimed
{
    /// <summary>What its exchange is for.</summary>
    public const string Purpose = "lamina adjacency 1";

    private const byte Begin = 1;
    private const byte Go = 2;

    private static readonly Duration Patience = Duration.FromSeconds(10);

    private readonly LinkProofs _proofs;
    private readonly LinkOrigin _origin;
    private readonly ControlChannel _channel;
    private readonly MachineTimer _timer;
    private readonly MachineContext _context;
    private AeadId _aead;
    private XxExchange? _exchange;
    private LinkBond? _bond;
    private bool _isOver;

    public LinkProof(LinkProofs proofs, LinkOrigin origin, LowerFlow flow, FlowTerms terms, Instant now)
    {
        _proofs = proofs;
        _origin = origin;
        _context = proofs.Channels.Context;
        _channel = new ControlChannel(proofs.Channels, flow, terms, this, now);
        _timer = new MachineTimer(_context.Timers, this);
        _timer.Set(now + Patience);
        if (origin.Order is not null)
        {
            _exchange = proofs.Security.Begin(Purpose, HandshakeMoment.In(_context, now), _context.Random, out HandshakeSuiteId suite);
            _aead = LayerSecurity.CipherOf(suite);
            _channel.Send([Begin, (byte)suite, .. _exchange.Begin()]);
        }
    }

    /// <summary>The order that its flow was made by; null where the other side made it.</summary>
    public StandingConnection? Order => _origin.Order;

    private string Failure => $"no management flow to '{_origin.Dialled}'";

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        switch (message)
        {
            case not [] when _bond is not null:
                HandleHello(message, now);
                break;
            case [Begin, var suite, ..] when _exchange is null && Order is null:
                HandleBegin((HandshakeSuiteId)suite, message[2..], now);
                break;
            case [Go, ..] when _exchange is { IsProved: false }:
                HandleGo(message[1..], now);
                break;
            default:
                Fail(Outcome.Failed($"{Failure}: the other side broke the protocol"), CloseReason.ProtocolError, now);
                break;
        }
    }

    public void HandleChannelClosed(CloseReason reason, Instant now) => Fail(RefusalText.Of(reason, Failure), reason, now);

    public void HandleTimeout(Instant now) =>
        Fail(Outcome.Timeout($"{Failure}: the other side does not prove itself"), CloseReason.Timeout, now);

    /// <summary>Ends it; nobody is told but the other side.</summary>
    public void End(CloseReason reason, Instant now)
    {
        if (!_isOver)
        {
            Finish();
            _channel.Abort(reason, now);
            _bond?.Dispose();
        }
    }

    private void HandleBegin(HandshakeSuiteId suite, ReadOnlySpan<byte> first, Instant now)
    {
        _exchange = _proofs.Security.Answer(Purpose, suite, HandshakeMoment.In(_context, now), _context.Random);
        _aead = LayerSecurity.CipherOf(suite);
        if (_exchange is null)
        {
            End(CloseReason.NoCommonComposition, now);
        }
        else if (_exchange.Handle(first, out byte[]? answer) != HandshakeVerdict.Proved)
        {
            End(CloseReason.ProtocolError, now);
        }
        else
        {
            _channel.Send([Go, .. answer!]);
        }
    }

    private void HandleGo(ReadOnlySpan<byte> message, Instant now)
    {
        HandshakeVerdict verdict = _exchange!.Handle(message, out byte[]? answer);
        if (verdict != HandshakeVerdict.Proved)
        {
            _context.Events?.Handle(
                StackEventKind.HandshakeRefused,
                $"somebody who wanted to be a neighbour in layer '{_proofs.Membership.Parameters.Layer}'", $"was refused: {verdict.ToText()}");
            Fail(Outcome.Denied($"{Failure}: the other side was not proved: {verdict.ToText()}"), verdict.ToReason(), now);
            return;
        }

        if (answer is not null)
        {
            _channel.Send([Go, .. answer]);
        }

        AdjacencySecret secret = _exchange.TakeSecret();
        _bond = new LinkBond(secret, _aead, _exchange.Peer);
        _channel.BeginSealing(new SealedTalk(_proofs.Security.Ciphers.Begin(secret.KeysOfTalk(_aead), now), _bond));
        if (Order is not null)
        {
            SendHello();
        }
    }

    // Out of a seal.
    private void HandleHello(ReadOnlySpan<byte> message, Instant now)
    {
        if (!ConnectionHello.TryRead(message, out ConnectionHello hello) || hello.Component != ConnectionComponent.Management)
        {
            Fail(Outcome.Failed($"{Failure}: the other side broke the protocol"), CloseReason.ProtocolError, now);
            return;
        }

        (Outcome outcome, CloseReason reason) = _proofs.User.Judge(hello, _bond!.Peer, Order is null ? "" : _origin.Dialled.Value, now);
        if (Order is null)
        {
            // Also where the two do not fit: the other side sees it alike, and says why.
            SendHello();
        }

        if (!outcome.IsOk)
        {
            Fail(outcome, reason, now);
            return;
        }

        Finish();
        _proofs.User.HandleProved(hello, _origin, _bond, _channel, now);
    }

    private void SendHello()
    {
        byte[] hello = new byte[ConnectionHello.MaxLength];
        _channel.Send(hello[.._proofs.Connections.WholeHello(ConnectionComponent.Management).Write(hello)]);
    }

    private void Fail(Outcome outcome, CloseReason reason, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        Finish();
        _channel.Flush(now);
        _channel.Abort(reason, now);
        _bond?.Dispose();
        Order?.HandleAttached(outcome, RefusalText.MayChange(reason), now);
    }

    private void Finish()
    {
        _isOver = true;
        _timer.Remove();
        _exchange?.Dispose();
        _proofs.Forget(this);
    }
}
