using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Protocols.Fragments;
using Lamina.Wire;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>
/// Whole messages over a reliable flow between two IPC processes. What comes and what goes waits for the run queue:
/// its user is never called inside an input, and may send from anywhere.
/// </summary>
internal sealed class ControlChannel : IFlowEndUser, IDeferred
{
    private const int MaxQueuedBytes = 4 << 20;

    private readonly ControlChannelSet _set;
    private readonly FlowEnd _end;
    private readonly Queue<(byte[] Message, bool IsSealed)> _outgoing = new();
    private SealedTalk? _talk;
    private byte[]? _record;
    private byte[] _incoming = new byte[2048];
    private int _incomingLength;
    private int _written;
    private int _queuedBytes;
    private bool _posted;
    private bool _closing;
    private CloseReason _lost;
    private bool _done;

    /// <summary>A channel over a flow that exists; it takes the flow over.</summary>
    public ControlChannel(ControlChannelSet set, LowerFlow lower, FlowTerms terms, IControlChannelUser user, Instant now)
    {
        _set = set;
        User = user;
        _end = new FlowEnd(set.Context, lower, lower.KeepsPacketSize ? terms : Cautious(terms), this, now);
        FlowId = lower.Id;
        set.Add(this);
    }

    /// <summary>Who talks over it.</summary>
    public IControlChannelUser User { get; set; }

    /// <summary>Number of the flow below.</summary>
    public long FlowId { get; }

    /// <summary>Queues a message. Who sends more than the other side takes loses the channel, not memory.</summary>
    public void Send(byte[] message)
    {
        if (_done || _closing)
        {
            return;
        }

        if (_queuedBytes + message.Length > MaxQueuedBytes)
        {
            _lost = CloseReason.NoResources;
        }
        else
        {
            _outgoing.Enqueue((message, _talk is not null));
            _queuedBytes += message.Length;
        }

        Post();
    }

    /// <summary>What is sent from now on is sealed, and what comes is opened, or ends the channel. Taken over.</summary>
    public void BeginSealing(SealedTalk talk) => _talk = talk;

    /// <summary>Hands what is queued to the flow, as far as it takes it: for a last word before <see cref="Abort"/>.</summary>
    public void Flush(Instant now)
    {
        if (!_done && _lost == CloseReason.None)
        {
            WriteAll(now);
        }
    }

    /// <summary>Ends the channel once everything queued is acknowledged; the user hears nothing more.</summary>
    public void Close()
    {
        _closing = true;
        Post();
    }

    /// <summary>Ends the channel at once, also one that lingers; the user hears nothing more.</summary>
    public void Abort(CloseReason reason, Instant now)
    {
        _done = true;
        _talk?.Dispose();
        _end.Abort(reason, now);
        _set.Remove(this);
    }

    /// <inheritdoc/>
    public void HandleReadable(Instant now) => Post();

    /// <inheritdoc/>
    public void HandleWritable(Instant now) => Post();

    /// <inheritdoc/>
    public void HandleClosed(CloseReason reason, Instant now)
    {
        _lost = reason == CloseReason.None ? CloseReason.Normal : reason;
        _set.Remove(this);
        Post();
    }

    /// <inheritdoc/>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        _posted = false;
        ReadAll(now);
        if (_done)
        {
            return;
        }

        if (_lost != CloseReason.None)
        {
            End(now);
            return;
        }

        WriteAll(now);
    }

    private void Post()
    {
        if (!_posted && !_done)
        {
            _posted = true;
            _set.Context.RunQueue.Post(this);
        }
    }

    private void ReadAll(Instant now)
    {
        while (!_done)
        {
            switch (_end.Read(_incoming.AsSpan(_incomingLength), out int length, now))
            {
                case ReadStatus.Message:
                    ReadOnlySpan<byte> message = _incoming.AsSpan(0, _incomingLength + length);
                    _incomingLength = 0;
                    if (!_closing && !TryHandle(message, now))
                    {
                        _lost = CloseReason.ProtocolError;
                        return;
                    }

                    break;
                case ReadStatus.Partial when _incomingLength + length < ProtobufBarrier.MaxLength:
                    _incomingLength += length;
                    Array.Resize(ref _incoming, _incoming.Length * 2);
                    break;
                case ReadStatus.Partial:
                    _lost = CloseReason.ProtocolError;
                    return;
                case ReadStatus.Torn:
                    _incomingLength = 0;
                    break;
                case ReadStatus.EndOfFlow:
                    _lost = _lost == CloseReason.None ? CloseReason.Normal : _lost;
                    return;
                default:
                    return;
            }
        }
    }

    private bool TryHandle(ReadOnlySpan<byte> message, Instant now)
    {
        if (_talk is null)
        {
            User.HandleMessage(message, now);
            return true;
        }

        bool isOpened = _talk.TryOpen(message, now, out byte[] opened);
        if (isOpened)
        {
            User.HandleMessage(opened, now);
        }

        return isOpened;
    }

    // Sealed when its turn comes, once: what is blocked goes on with the same bytes.
    private byte[]? NextToWrite(in (byte[] Message, bool IsSealed) next, Instant now) =>
        next.IsSealed ? _record ??= _talk!.Seal(next.Message, now) : next.Message;

    private void WriteAll(Instant now)
    {
        while (_outgoing.TryPeek(out (byte[] Message, bool IsSealed) next))
        {
            WriteStatus status = NextToWrite(next, now) is { } message ? _end.Write(message, ref _written, now) : WriteStatus.TooLarge;
            if (status == WriteStatus.Blocked)
            {
                return;
            }

            if (status != WriteStatus.Done)
            {
                _lost = status == WriteStatus.TooLarge ? CloseReason.ProtocolError : _end.ClosedBecause;
                End(now);
                return;
            }

            _written = 0;
            _record = null;
            _queuedBytes -= next.Message.Length;
            _outgoing.Dequeue();
        }

        if (_closing)
        {
            _done = true;
            _talk?.Dispose();
            _end.Close(now);
        }
    }

    private void End(Instant now)
    {
        _done = true;
        _talk?.Dispose();
        _end.Abort(_lost, now);
        _set.Remove(this);
        if (!_closing)
        {
            User.HandleChannelClosed(_lost, now);
        }
    }

    // Its packets are of the flow below, where nobody finds out what arrives: as short as arrives everywhere.
    private static FlowTerms Cautious(FlowTerms terms) => terms with { Limits = terms.Limits with { MaxPacket = PathWatch.CommonFloor } };
}
