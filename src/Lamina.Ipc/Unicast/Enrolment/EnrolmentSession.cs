using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Wire.Enrolment;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>One joiner, at the member's side (see <see cref="EnrolmentJoiner"/>). Keeps nothing of it but an address that is reserved for a while.</summary>
internal sealed class EnrolmentSession : IControlChannelUser, ITimed
{
    private static readonly Duration Patience = Duration.FromSeconds(30);

    private readonly EnrolmentDesk _desk;
    private readonly ControlChannel _channel;
    private readonly MachineTimer _timer;
    private bool _isConfigured;
    private bool _isOver;

    public EnrolmentSession(EnrolmentDesk desk, ControlChannelSet channels, LowerFlow flow, FlowTerms terms, Instant now)
    {
        _desk = desk;
        _channel = new ControlChannel(channels, flow, terms, this, now);
        _timer = new MachineTimer(channels.Context.Timers, this);
        _timer.Set(now + Patience);
    }

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
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
        }
    }

    private void HandleRequest(in EnrolmentRequest request)
    {
        if (!_desk.Protocol.Overlaps(request.MinVersion, request.MaxVersion))
        {
            Refuse(CloseReason.VersionMismatch, "no common version of the layer's protocols");
        }
        else if (!_desk.Membership.Parameters.IsInsecure)
        {
            Refuse(CloseReason.Denied, "the layer admits nobody who proves nothing");
        }
        else
        {
            _isConfigured = true;
            _channel.Send(EnrolmentCodec.WriteConfiguration(_desk.Membership.Parameters));
        }
    }

    private void HandleConfirm(Address address, ulong formerInstance, Instant now) => _channel.Send(_desk.TryAdmit(address, formerInstance, now)
        ? EnrolmentCodec.WriteDone(address)
        : [(byte)EnrolmentMessageKind.AddressTaken]);

    private void Refuse(CloseReason reason, string text)
    {
        byte[] refusal = new byte[EnrolmentRefusal.MaxLength];
        int length = new EnrolmentRefusal(reason, _desk.Protocol.Min, _desk.Protocol.Max, text).Write(refusal);
        _channel.Send(refusal[..length]);
        Finish();
    }
}
