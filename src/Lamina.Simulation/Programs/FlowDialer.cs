using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Security.Primitives;
using Lamina.Security.Records;
using Lamina.Wire.Offers;

namespace Lamina.Simulation.Programs;

/// <summary>Gets a program a flow by name, ends negotiated.</summary>
internal sealed class FlowDialer(
    IFlowService service, QosSpec qos, IFlowEndUser user, Action<FlowEnd, Instant> open, Action<CloseReason> refuse)
    : IAllocationSink
{
    /// <summary>Asks for the flow.</summary>
    /// <param name="destination">The name.</param>
    /// <param name="now">The present.</param>
    /// <param name="layer">Only this layer; null (default): any way, a direct one first.</param>
    public void Start(Name destination, Instant now, string? layer = null) =>
        service.Allocate(new FlowRequest(destination, qos, Piggyback.Write(FlowTerms.Offer(qos), []), layer), this, now);

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        CloseReason reason = CloseReason.ProtocolError;
        if (Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out _)
            && FlowTerms.TryConclude(answer, qos, out FlowTerms? terms, out reason, hasKeys: flow.HasKeys))
        {
            var end = new FlowEnd(service.Context, flow, terms!, user, now, Begin((flow as IKeyedFlow)?.TakeKeys(), now));
            end.Greet(now);
            open(end, now);
        }
        else
        {
            flow.Close(reason, now);
            refuse(reason);
        }
    }

    public void HandleRefused(CloseReason reason, Instant now) => refuse(reason);

    /// <summary>The other side of it: takes a flow that arrives; null where it was refused.</summary>
    public static FlowEnd? Accept(MachineContext context, ArrivingFlow arrival, IFlowEndUser user, Instant now)
    {
        CloseReason reason = CloseReason.ProtocolError;
        if (Piggyback.TryRead(arrival.Data.Span, out ReadOnlySpan<byte> offer, out _)
            && FlowTerms.TryAnswer(offer, arrival.Qos, out FlowTerms? terms, out byte[] answer, out reason, hasKeys: arrival.HasKeys))
        {
            FlowRecords? records = Begin((arrival as IKeyedFlow)?.TakeKeys(), now);
            LowerFlow? flow = arrival.Accept(Piggyback.Write(answer, []), NoFlowUser.Instance, now);
            return flow is null ? null : new FlowEnd(context, flow, terms!, user, now, records);
        }

        arrival.Refuse(reason, now);
        return null;
    }

    // A program of one flow: it needs no more than its own four ciphers.
    private static FlowRecords? Begin(RecordKeys? keys, Instant now) => keys is null
        ? null
        : new RecordCiphers(aead => aead == AeadId.AesGcm ? AesGcmAead.Instance : ChaChaPolyAead.Instance, capacity: 4).Begin(keys, now);
}
