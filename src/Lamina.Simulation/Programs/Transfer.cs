using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>
/// A reliable transfer, at the sender's side: its number, then so many bytes of the pattern; the receiver says so when it
/// has all of them, and the flow is closed.
/// </summary>
public sealed class Transfer(IFlowService service, int number, int total) : IFlowEndUser, IDeferred
{
    internal const int HeadLength = 4;
    private const int MessageSize = 4096;

    private readonly byte[] _message = new byte[MessageSize];
    private FlowEnd? _end;
    private int _sent = -HeadLength;
    private int _written;

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>Bytes that must arrive.</summary>
    public int Total => total;

    /// <summary>When it began.</summary>
    public Instant Started { get; private set; }

    /// <summary>When it last got further.</summary>
    public Instant Progressed { get; internal set; }

    /// <summary>Bytes that the receiver has, in order.</summary>
    public int Received { get; internal set; }

    /// <summary>What was wrong with what the receiver got; null while nothing was.</summary>
    public string? Fault { get; internal set; }

    /// <summary>True when the receiver has said that it has all.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why there was no flow, or how it ended; none while it goes on.</summary>
    public CloseReason Ended { get; private set; }

    /// <summary>True while only the receiver's word is missing and everything is acknowledged: the flow has nothing to send.</summary>
    public bool OnlyListens => !IsDone && _sent >= total && _end!.IsSettled;

    /// <summary>Begins.</summary>
    public void Start(Name destination, Instant now)
    {
        Started = Progressed = now;
        var dialer = new FlowDialer(service, QosSpec.Data, this, (end, at) => Open(end, at), reason => Ended = reason);
        dialer.Start(destination, now);
    }

    /// <inheritdoc/>
    public void HandleReadable(Instant now) => service.Context.RunQueue.Post(this);

    /// <inheritdoc/>
    public void HandleWritable(Instant now) => service.Context.RunQueue.Post(this);

    /// <inheritdoc/>
    public void HandleClosed(CloseReason reason, Instant now) => Ended = reason;

    /// <inheritdoc/>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_sent < total)
        {
            Span<byte> message = NextMessage();
            if (_end!.Write(message, ref _written, now) != WriteStatus.Done)
            {
                break;
            }

            _sent += message.Length;
            _written = 0;
            Progressed = now;
        }

        if (_end!.Read(_message, out _, now) == ReadStatus.Message)
        {
            IsDone = true;
            _end.Close(now);
        }
    }

    private Span<byte> NextMessage()
    {
        if (_sent < 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(_message, number);
            return _message.AsSpan(0, HeadLength);
        }

        Span<byte> message = _message.AsSpan(0, Math.Min(MessageSize, total - _sent));
        Pattern.Fill(message, ((long)number << 32) + _sent);
        return message;
    }

    private void Open(FlowEnd end, Instant now)
    {
        _end = end;
        Progressed = now;
        service.Context.RunQueue.Post(this);
    }
}
