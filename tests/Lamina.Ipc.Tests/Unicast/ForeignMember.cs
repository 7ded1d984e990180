using Lamina.Core;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Protocols.Flows;
using Lamina.Wire;
using Lamina.Wire.Connections;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>A member of other making: answers a joiner's first message with a layer's description, or with nothing.</summary>
internal sealed class ForeignMember(MachineContext context, LayerParameters? layer) : IFlowAcceptor, IFlowEndUser, IDeferred
{
    private readonly byte[] _buffer = new byte[2048];
    private FlowEnd? _end;

    public string Description => "foreign member";

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        Assert.True(Piggyback.TryRead(arrival.Data.Span, out ReadOnlySpan<byte> offer, out _));
        Assert.True(FlowTerms.TryAnswer(offer, arrival.Qos, out FlowTerms? terms, out byte[] answer, out _));
        var hello = new ConnectionHello(ConnectionComponent.Enrolment, SpokenProtocols.Current.Enrolment, 7, new Address(7), default, "foreign");
        byte[] bytes = new byte[ConnectionHello.MaxLength];
        LowerFlow? flow = arrival.Accept(Piggyback.Write(answer, bytes.AsSpan(0, hello.Write(bytes))), NoFlowUser.Instance, now);
        _end = new FlowEnd(context, flow!, terms!, this, now);
    }

    public void HandleReadable(Instant now) => context.RunQueue.Post(this);

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_end!.Read(_buffer, out _, now) == ReadStatus.Message)
        {
            int written = 0;
            if (layer is not null)
            {
                _end.Write(EnrolmentCodec.WriteConfiguration(layer), ref written, now);
            }
        }
    }
}
