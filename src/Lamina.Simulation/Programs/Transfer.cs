using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>
/// A reliable transfer, at the sender's side: its number, then so many bytes of the pattern; the receiver says so when it
/// has all of them, and the flow is closed. Both ways, the receiver sends as many bytes back meanwhile.
/// </summary>
public sealed class Transfer(IFlowService service, int number, int total) : IFlowEndUser, IDeferred
{
    internal const int HeadLength = 4;
    internal const int LongestMessage = 4096;

    // Where the bytes of the way back are in the pattern.
    private const long Back = 1L << 31;

    private readonly byte[] _message = new byte[LongestMessage];
    private readonly byte[] _read = new byte[2 * LongestMessage];
    private FlowEnd? _end;
    private int _sent = -HeadLength;
    private int _written;

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>Bytes that must arrive.</summary>
    public int Total => total;

    /// <summary>True where the receiver sends as many bytes back; default false.</summary>
    public bool IsBothWays { get; init; }

    /// <summary>Bytes that came back.</summary>
    public int Returned { get; private set; }

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

        ReadStatus status;
        while (!IsDone && (status = _end!.Read(_read, out int length, now)) is ReadStatus.Message or ReadStatus.Partial)
        {
            Progressed = now;
            TakeBack(_read.AsSpan(0, length));
        }

        if (IsDone)
        {
            _end!.Close(now);
        }
    }

    internal void FillBack(Span<byte> message, int position) => Pattern.Fill(message, ((long)number << 32) + Back + position);

    /// <summary>Bytes of its next message: small ones, such as fill a packet, and such as need several, by turns.</summary>
    internal int NextLength(int sent) => Math.Min((number % 4) switch { 0 => 100, 1 => 1300, 2 => 1400, _ => LongestMessage }, total - sent);

    private void TakeBack(ReadOnlySpan<byte> bytes)
    {
        if (!IsBothWays || Returned >= total)
        {
            IsDone = true;
            return;
        }

        if (!Pattern.Matches(bytes, ((long)number << 32) + Back + Returned) || Returned + bytes.Length > total)
        {
            Fault ??= $"of {total} bytes back, those from {Returned} on are not what was sent there";
        }

        Returned += bytes.Length;
    }

    private Span<byte> NextMessage()
    {
        if (_sent < 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(_message, number);
            return _message.AsSpan(0, HeadLength);
        }

        Span<byte> message = _message.AsSpan(0, NextLength(_sent));
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
