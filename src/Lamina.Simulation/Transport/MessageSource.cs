using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Transport;

/// <summary>Writes numbered messages to one flow as fast as it takes them, so many as it was told.</summary>
internal sealed class MessageSource(IFlowService service, int messageSize, DeliveryTimes? times) : IFlowEndUser, IDeferred
{
    private readonly byte[] _message = new byte[messageSize];
    private long _allowed;
    private long _sent;
    private int _written;

    /// <summary>The flow's end; null before there is one.</summary>
    public FlowEnd? End { get; private set; }

    /// <summary>Messages that the flow has taken.</summary>
    public long Sent => _sent;

    /// <summary>Why there is no flow, or none any more; none while all is well.</summary>
    public CloseReason Ended { get; private set; }

    public void Start(Name destination, string layer, Instant now)
    {
        var dialer = new FlowDialer(service, QosSpec.Data, this, (end, _) => End = end, reason => Ended = reason);
        dialer.Start(destination, now, layer);
    }

    /// <summary>So many messages more.</summary>
    public void Send(long count)
    {
        _allowed += count;
        service.Context.RunQueue.Post(this);
    }

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now) => service.Context.RunQueue.Post(this);

    public void HandleClosed(CloseReason reason, Instant now) => Ended = reason;

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_sent < _allowed)
        {
            if (_written == 0)
            {
                NumberedMessages.Fill(_message, _sent);
                times?.Write(_sent, now);
            }

            if (End!.Write(_message, ref _written, now) != WriteStatus.Done)
            {
                return;
            }

            _sent++;
            _written = 0;
        }
    }
}
