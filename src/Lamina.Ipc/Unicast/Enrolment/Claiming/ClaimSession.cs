using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;
using Lamina.Wire.Enrolment;

namespace Lamina.Ipc.Unicast.Enrolment.Claiming;

/// <summary>
/// One joiner with a ticket, at the member's side (see <see cref="ClaimJoiner"/>). Who does not know the secret of an invitation learns nothing, not
/// even whether there is one, and costs no agreement of keys.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "a machine ends in good order or at once, and zeroes its secrets in either")]
internal sealed class ClaimSession(EnrolmentDesk desk, MachineContext context, IClaimTalk talk) : IIssueSink
{
    private const string Unknown = "no such invitation is known here";

    private ClaimResponder? _claim;
    private Invitation? _invitation;
    private NodeRequest? _request;
    private bool _isOver;

    private Name Layer => desk.Membership.Parameters.Layer;

    /// <summary>True once the joiner has shown that it knows an invitation's secret, and which node it is.</summary>
    public bool IsProved => _claim is { IsProved: true };

    /// <summary>The first message, without its kind.</summary>
    public void Begin(ReadOnlySpan<byte> message)
    {
        if (desk.Membership.Security?.Credentials is not LayerCredentials own || desk.Invitations is not { } invitations)
        {
            talk.Refuse(CloseReason.Denied, Unknown);
            return;
        }

        if (!ClaimOpening.TryRead(message, out ClaimOpening opening))
        {
            talk.Refuse(CloseReason.ProtocolError, "the joiner broke the protocol");
            return;
        }

        if (opening.Suite != ClaimSide.Suite)
        {
            talk.Refuse(CloseReason.NoCommonComposition, "the member has no such suite");
            return;
        }

        _invitation = invitations.Find(Layer, opening.Number);
        if (_invitation is null || own.StaticOf(ClaimSide.Agreement) is null)
        {
            Refuse();
            return;
        }

        _claim = new ClaimResponder(own, opening.Number, _invitation.Key, context.Random);
        if (!_claim.Handle(opening.Message))
        {
            Refuse();
            return;
        }

        talk.Send([(byte)EnrolmentMessageKind.Proof, .. _claim.Answer()]);
    }

    /// <summary>Any further message.</summary>
    public void Handle(ReadOnlySpan<byte> message)
    {
        if (_claim is null || _request is not null || EnrolmentCodec.KindOf(message) != EnrolmentMessageKind.Proof
            || !_claim.Handle(message[1..], out _request))
        {
            talk.Refuse(CloseReason.ProtocolError, "the joiner broke the protocol");
            return;
        }

        desk.Invitations!.Admit(Layer, _invitation!.Number, _request!, this);
    }

    /// <inheritdoc/>
    public void HandleIssued(Outcome outcome, Security.Credentials.Membership? membership, Instant now)
    {
        if (_isOver)
        {
            return;
        }

        if (membership is null)
        {
            context.Events?.Handle(StackEventKind.HandshakeRefused, $"node {_request!.Node.ToShortString()}, which came to layer '{Layer}' with a ticket,", $"was refused: {outcome.Message}");
            byte[] refusal = new byte[EnrolmentRefusal.MaxLength];
            int length = new EnrolmentRefusal(
                outcome.Code == OutcomeCode.Denied ? CloseReason.Denied : CloseReason.Refused, desk.Protocol.Min, desk.Protocol.Max, outcome.Message).Write(refusal);
            talk.Send([(byte)EnrolmentMessageKind.Sealed, .. _claim!.Seal(refusal.AsSpan(0, length))]);
            talk.Finish();
            return;
        }

        byte[] welcome = new Welcome(Name.TryParse(desk.Process, out Name process) ? process : null, membership).Write();
        talk.Send([(byte)EnrolmentMessageKind.Sealed, .. _claim!.Seal([(byte)EnrolmentMessageKind.Welcome, .. welcome])]);
    }

    /// <summary>Gives up; what is being issued is not sent.</summary>
    public void Finish()
    {
        _isOver = true;
        _claim?.Dispose();
    }

    private void Refuse()
    {
        context.Events?.Handle(StackEventKind.HandshakeRefused, $"somebody who came to layer '{Layer}' with a ticket", "was refused: there is no such invitation");
        talk.Refuse(CloseReason.Denied, Unknown);
    }
}
