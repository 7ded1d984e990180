using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Ipc.Renewing;

/// <summary>One end of a flow on which one message goes each way. What comes is handled from the run queue; it ends at its deadline at the latest.</summary>
internal abstract class RenewalEnd : IFlowEndUser, IDeferred, ITimed
{
    // Roots, lists of revocations, credentials.
    private const int MaxMessage = 256 * 1024;

    private readonly MachineTimer _timer;
    private byte[]? _outgoing;
    private int _written;
    private bool _isOver;

    protected RenewalEnd(MachineContext context)
    {
        Context = context;
        _timer = new MachineTimer(context.Timers, this);
    }

    protected MachineContext Context { get; }

    protected FlowEnd? End { get; set; }

    void IFlowEndUser.HandleReadable(Instant now) => Context.RunQueue.Post(this);

    void IFlowEndUser.HandleWritable(Instant now) => Context.RunQueue.Post(this);

    void IFlowEndUser.HandleClosed(CloseReason reason, Instant now) => Context.RunQueue.Post(this);

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        if (_isOver || End is not { } end)
        {
            return;
        }

        byte[] buffer = end.HasMessages ? new byte[MaxMessage] : [];
        switch (end.Read(buffer, out int length, now))
        {
            case ReadStatus.Message:
                HandleMessage(buffer.AsSpan(0, length), now);
                break;
            case ReadStatus.Empty:
                break;
            default:
                Stop(now);
                HandleLost(now);
                return;
        }

        Write(now);
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        Stop(now);
        HandleLost(now);
    }

    /// <summary>The peer's message.</summary>
    protected abstract void HandleMessage(ReadOnlySpan<byte> message, Instant now);

    /// <summary>The flow ended, or the time is over, before it was <see cref="Stop"/>ped here.</summary>
    protected abstract void HandleLost(Instant now);

    protected void SetDeadline(Instant deadline) => _timer.Set(deadline);

    /// <summary>Says it, as soon as there is room.</summary>
    protected void Send(byte[] message)
    {
        _outgoing = message;
        Context.RunQueue.Post(this);
    }

    /// <summary>Nothing more is read; what was written still goes.</summary>
    protected void Stop(Instant now)
    {
        if (!_isOver)
        {
            _isOver = true;
            _timer.Remove();
            End?.Close(now);
        }
    }

    // A program of one flow: it needs no more than its own four ciphers.
    protected static FlowRecords? Begin(RecordKeys? keys, Instant now) => keys is null
        ? null
        : new RecordCiphers(aead => aead == AeadId.AesGcm ? AesGcmAead.Instance : ChaChaPolyAead.Instance, capacity: 4).Begin(keys, now);

    /// <summary>All of it has been taken.</summary>
    protected virtual void HandleWritten(Instant now)
    {
    }

    private void Write(Instant now)
    {
        if (_isOver || _outgoing is not { } message)
        {
            return;
        }

        switch (End!.Write(message, ref _written, now))
        {
            case WriteStatus.Blocked:
                return;
            case WriteStatus.Done:
                _outgoing = null;
                HandleWritten(now);
                return;
            default:
                Stop(now);
                HandleLost(now);
                return;
        }
    }
}
