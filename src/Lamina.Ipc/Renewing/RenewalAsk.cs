using Lamina.Core;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Renewing;

/// <summary>A member asks for its credential to be renewed: any issuer of the layer, over as many hops as it takes.</summary>
public static class RenewalAsk
{
    /// <summary>Asks. Takes up to 20 s; the sink hears the end in any case.</summary>
    /// <param name="service">The stack's flows.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="request">What the member has, and its keys.</param>
    /// <param name="sink">Hears the end.</param>
    /// <param name="now">The present.</param>
    public static void Start(IFlowService service, Name layer, RenewalRequest request, IClaimSink sink, Instant now) =>
        new Question(service, layer, request, sink).Start(now);

    private sealed class Question(IFlowService service, Name layer, RenewalRequest request, IClaimSink sink) : RenewalEnd(service.Context), IAllocationSink
    {
        private static readonly Duration Patience = Duration.FromSeconds(20);
        private static readonly QosSpec Qos = QosSpec.Data;

        private bool _isAllocating;
        private bool _isTold;

        private string Failure => $"the credential for layer '{layer}' cannot be renewed";

        public void Start(Instant now)
        {
            _isAllocating = true;
            SetDeadline(now + Patience);
            service.Allocate(
                new FlowRequest(RenewalName.Of(request.Former.Member.Layer), Qos, Piggyback.Write(FlowTerms.Offer(Qos), []), layer.Value), this, now);
        }

        public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
        {
            _isAllocating = false;
            if (!_isTold && flow.HasKeys && Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out _)
                && FlowTerms.TryConclude(answer, Qos, out FlowTerms? terms, out _, hasKeys: true))
            {
                End = new FlowEnd(Context, flow, terms!, this, now, Begin((flow as IKeyedFlow)?.TakeKeys(), now));
                End.Greet(now);
                Send(request.Write());
                return;
            }

            flow.Close(CloseReason.ProtocolError, now);
            Tell(Outcome.Failed($"{Failure}: who answers is no issuer"), null, now);
        }

        public void HandleRefused(CloseReason reason, Instant now)
        {
            _isAllocating = false;
            Tell(
                reason is CloseReason.Expired or CloseReason.Denied
                    ? Outcome.Denied($"{Failure}: the issuer does not admit this member ({reason})", "lamina join TICKET, with another ticket")
                    : Outcome.Timeout($"{Failure}: no issuer of the layer answers ({reason})", "is a host with the layer's authority up?"),
                null, now);
        }

        protected override void HandleMessage(ReadOnlySpan<byte> message, Instant now)
        {
            if (EnrolmentRefusal.TryRead(message, out EnrolmentRefusal refusal))
            {
                Tell(Outcome.Denied($"{Failure}: {refusal.Text}"), null, now);
            }
            else if (EnrolmentCodec.KindOf(message) == EnrolmentMessageKind.Welcome && Welcome.TryRead(message[1..], out Welcome? welcome)
                && welcome!.Membership.Chain is not null && welcome.Membership.Trust.Layer == request.Former.Member.Layer)
            {
                Tell(Outcome.Ok, welcome, now);
            }
            else
            {
                Tell(Outcome.Failed($"{Failure}: the issuer broke the protocol"), null, now);
            }
        }

        protected override void HandleLost(Instant now) => Tell(Outcome.Timeout($"{Failure}: the issuer does not answer"), null, now);

        private void Tell(Outcome outcome, Welcome? welcome, Instant now)
        {
            if (_isTold)
            {
                return;
            }

            _isTold = true;
            if (_isAllocating)
            {
                service.Withdraw(this, now);
            }

            Stop(now);
            sink.HandleClaimed(outcome, welcome, now);
        }
    }
}
