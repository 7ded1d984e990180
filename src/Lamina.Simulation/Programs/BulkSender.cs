using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>Sends so many bytes of a known pattern to a name, then closes.</summary>
public sealed class BulkSender(IFlowService service, QosSpec qos, long total, int messageSize = 4096) : IFlowEndUser, IDeferred
{
    private readonly byte[] _message = new byte[messageSize];
    private FlowEnd? _end;
    private long _sent;
    private int _written;

    /// <summary>Bytes that the flow has taken.</summary>
    public long Sent => _sent;

    /// <summary>Why there was no flow; none while there may be.</summary>
    public CloseReason Refused { get; private set; }

    /// <summary>How the flow ended; none before.</summary>
    public CloseReason Closed { get; private set; }

    /// <summary>The flow's end, where there is one.</summary>
    public FlowEnd? End => _end;

    /// <summary>Begins.</summary>
    public void Start(Name destination, Instant now)
    {
        var dialer = new FlowDialer(service, qos, this, (end, _) => Open(end), reason => Refused = reason);
        dialer.Start(destination, now);
    }

    /// <inheritdoc/>
    public void HandleReadable(Instant now)
    {
    }

    /// <inheritdoc/>
    public void HandleWritable(Instant now) => service.Context.RunQueue.Post(this);

    /// <inheritdoc/>
    public void HandleClosed(CloseReason reason, Instant now) => Closed = reason;

    /// <inheritdoc/>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_sent < total)
        {
            Span<byte> message = _message.AsSpan(0, (int)Math.Min(messageSize, total - _sent));
            Pattern.Fill(message, _sent);
            if (_end!.Write(message, ref _written, now) != WriteStatus.Done)
            {
                return;
            }

            _sent += message.Length;
            _written = 0;
        }

        _end!.Close(now);
    }

    private void Open(FlowEnd end)
    {
        _end = end;
        service.Context.RunQueue.Post(this);
    }
}
