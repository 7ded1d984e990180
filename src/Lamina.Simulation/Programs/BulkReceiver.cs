using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>Takes one flow at a time under a name and compares what comes with the pattern of <see cref="BulkSender"/>.</summary>
public sealed class BulkReceiver(IFlowService service) : IFlowAcceptor, IFlowEndUser, IDeferred
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private FlowEnd? _end;

    /// <inheritdoc/>
    public string Description => "bulk receiver";

    /// <summary>Bytes that came, in order.</summary>
    public long Received { get; private set; }

    /// <summary>True while every byte was the right one.</summary>
    public bool IsIntact { get; private set; } = true;

    /// <summary>How the flow ended; none before.</summary>
    public CloseReason Closed { get; private set; }

    /// <inheritdoc/>
    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        Received = 0;
        _end = FlowDialer.Accept(service.Context, arrival, this, now);
    }

    /// <inheritdoc/>
    public void HandleReadable(Instant now) => service.Context.RunQueue.Post(this);

    /// <inheritdoc/>
    public void HandleWritable(Instant now)
    {
    }

    /// <inheritdoc/>
    public void HandleClosed(CloseReason reason, Instant now)
    {
        Closed = reason;
        service.Context.RunQueue.Post(this);
    }

    /// <inheritdoc/>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_end!.Read(_buffer, out int length, now) is ReadStatus.Message or ReadStatus.Partial)
        {
            IsIntact &= Pattern.Matches(_buffer.AsSpan(0, length), Received);
            Received += length;
        }
    }
}
