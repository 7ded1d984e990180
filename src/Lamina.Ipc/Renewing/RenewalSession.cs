using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Security.Credentials;
using Lamina.Security.Records;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Renewing;

/// <summary>One member that asks.</summary>
internal sealed class RenewalSession : RenewalEnd, IIssueSink
{
    private static readonly Duration Patience = Duration.FromSeconds(30);

    private readonly RenewalDesk _desk;
    private readonly PeerIdentity _peer;
    private bool _isAsked;

    private RenewalSession(RenewalDesk desk, PeerIdentity peer)
        : base(desk.Context)
    {
        _desk = desk;
        _peer = peer;
    }

    /// <summary>Takes a flow; null where it was refused.</summary>
    public static RenewalSession? Accept(RenewalDesk desk, ArrivingFlow arrival, Instant now)
    {
        CloseReason reason = CloseReason.ProtocolError;
        var session = new RenewalSession(desk, arrival.Peer);
        if (!Piggyback.TryRead(arrival.Data.Span, out ReadOnlySpan<byte> offer, out _)
            || !FlowTerms.TryAnswer(offer, arrival.Qos, out FlowTerms? terms, out byte[] answer, out reason, hasKeys: arrival.HasKeys))
        {
            arrival.Refuse(reason, now);
            return null;
        }

        FlowRecords? records = Begin((arrival as IKeyedFlow)?.TakeKeys(), now);
        if (arrival.Accept(Piggyback.Write(answer, []), NoFlowUser.Instance, now) is not { } flow)
        {
            records?.Dispose();
            return null;
        }

        session.End = new FlowEnd(desk.Context, flow, terms!, session, now, records);
        session.SetDeadline(now + Patience);
        return session;
    }

    /// <inheritdoc/>
    public void HandleIssued(Outcome outcome, Membership? membership, Instant now)
    {
        if (membership is not null)
        {
            Send([(byte)EnrolmentMessageKind.Welcome, .. new Welcome(null, membership).Write()]);
        }
        else
        {
            Refuse(outcome.Message);
        }
    }

    protected override void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        // The flow has proved who it is; what it brings is for nobody else.
        if (_isAsked || !RenewalRequest.TryRead(message, out RenewalRequest? request) || request!.Node.Node.ToPeerIdentity() != _peer)
        {
            Refuse("the member broke the protocol");
            return;
        }

        _isAsked = true;
        _desk.Issuer.Renew(_desk.Layer, request, this);
    }

    protected override void HandleLost(Instant now) => _desk.Forget(this);

    protected override void HandleWritten(Instant now)
    {
        Stop(now);
        _desk.Forget(this);
    }

    private void Refuse(string text)
    {
        byte[] refusal = new byte[EnrolmentRefusal.MaxLength];
        int length = new EnrolmentRefusal(CloseReason.Denied, 0, 0, text).Write(refusal);
        Send(refusal[..length]);
    }
}
