using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Transport;

/// <summary>Reads the numbered messages of one flow at once, and finds out whether each is the next one and right in every byte.</summary>
internal sealed class MessageSink(IFlowService service, int messageSize, DeliveryTimes? times) : IFlowAcceptor, IFlowEndUser, IDeferred
{
    private readonly byte[] _message = new byte[messageSize + 1];
    private FlowEnd? _end;

    public string Description => "message sink";

    /// <summary>Messages that came.</summary>
    public long Received { get; private set; }

    /// <summary>What was wrong first; null while nothing was.</summary>
    public string? Fault { get; private set; }

    /// <summary>Packets that had come before.</summary>
    public long Duplicates => _end?.Counters.Duplicates ?? 0;

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now) =>
        _end = FlowDialer.Accept(service.Context, arrival, this, now);

    public void HandleReadable(Instant now) => service.Context.RunQueue.Post(this);

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
        service.Context.RunQueue.Post(this);
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        ReadStatus status;
        while ((status = _end!.Read(_message, out int length, now)) is ReadStatus.Message or ReadStatus.Partial)
        {
            ReadOnlySpan<byte> message = _message.AsSpan(0, length);
            if (status == ReadStatus.Partial || !NumberedMessages.Matches(message, Received) || length != messageSize)
            {
                string number = length >= NumberedMessages.Shortest ? $", it bears the number {NumberedMessages.NumberOf(message)}" : "";
                Fault ??= $"message {Received} is not what was sent: {length} of {messageSize} bytes{number}";
            }

            times?.Read(Received, now);
            Received++;
        }

        if (status == ReadStatus.EndOfFlow)
        {
            _end.Close(now);
        }
    }
}
