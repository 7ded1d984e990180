using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;

namespace Lamina.Flows;

/// <summary>What of a flow lives in its domain: the flow's end, and the calls that wait for it.</summary>
internal sealed class FlowChannel : IFlowEndUser, IDeferred
{
    private readonly DomainDriver _driver;
    private readonly FlowEnd _end;
    private readonly Action<FlowChannel> _closed;
    private bool _isPosted;

    public FlowChannel(DomainDriver driver, LowerFlow lower, FlowTerms terms, Action<FlowChannel> closed, Instant now)
    {
        _driver = driver;
        _closed = closed;
        Reading = new ReadOperation(driver, this);
        Writing = new WriteOperation(driver, this);
        Peer = lower.Peer;
        _end = new FlowEnd(driver.Context, lower, terms, this, now);
    }

    public ReadOperation Reading { get; }

    public WriteOperation Writing { get; }

    public FlowEnded Ended { get; } = new();

    public PeerIdentity Peer { get; }

    public QosSpec Qos => _end.Terms.Qos;

    public int MaxMessageSize => _end.MaxMessageSize;

    public bool IsClosed { get; private set; }

    public CloseReason Reason { get; private set; }

    /// <summary>The failure that a reader hears at the end of a flow that did not end as it should.</summary>
    public Exception? AbnormalEnd => Reason is CloseReason.None or CloseReason.Normal ? null : LaminaException.From(Reason, "the flow has ended");

    /// <summary>False: nothing yet.</summary>
    public bool TryRead(Span<byte> target, out ReadResult result, Instant now)
    {
        ReadStatus status = _end.Read(target, out int length, now);
        result = status == ReadStatus.EndOfFlow ? ReadResult.End : new ReadResult(length, status == ReadStatus.Message, false);
        return status != ReadStatus.Empty;
    }

    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now) => _end.Write(message, ref written, now);

    /// <summary>Sends the message whole, or nothing of it.</summary>
    public WriteStatus WriteWhole(ReadOnlySpan<byte> message, Instant now)
    {
        if (message.Length <= MaxMessageSize && _end.IsOpen && !_end.HasRoomFor(message.Length, now))
        {
            return WriteStatus.Blocked;
        }

        int written = 0;
        return _end.Write(message, ref written, now);
    }

    public Exception? FailureOf(WriteStatus status) => status switch
    {
        WriteStatus.Done => null,
        WriteStatus.TooLarge => new LaminaException(
            LaminaError.MessageTooLong, $"the message is longer than the flow takes ({MaxMessageSize} bytes)"),
        _ => LaminaException.From(Reason, "the flow cannot be written to"),
    };

    public void Close(Instant now)
    {
        _end.Close(now);
        // Whoever still reads or writes hears the end now.
        Post();
    }

    public void Abort(CloseReason reason, Instant now)
    {
        if (IsClosed)
        {
            return;
        }

        _end.Abort(reason, now);
        HandleClosed(reason, now);
    }

    public void HandleReadable(Instant now)
    {
        if (Reading.IsPending)
        {
            Reading.Continue(now);
        }
    }

    public void HandleWritable(Instant now) => Post();

    public void HandleClosed(CloseReason reason, Instant now)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        Reason = reason;
        Reading.Retire();
        Writing.Retire();
        _closed(this);
        Ended.Set();
        Post();
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        _isPosted = false;
        if (Writing.IsPending)
        {
            Writing.Continue(now);
        }

        if (Reading.IsPending)
        {
            Reading.Continue(now);
        }
    }

    /// <summary>The domain has ended: nobody waits for ever.</summary>
    public void Abandon()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Reason = CloseReason.StackLost;
        }

        Reading.Abandon();
        Writing.Abandon();
        Ended.Set();
    }

    // Writing and ending calls the flow's end again, so not inside its own call.
    private void Post()
    {
        if (_isPosted)
        {
            return;
        }

        _isPosted = true;
        _driver.Context.RunQueue.Post(this);
    }
}
