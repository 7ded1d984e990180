using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;
using Lamina.Sets;

namespace Lamina.Flows;

/// <summary>What of a flow lives in its domain: the flow's end, and the calls that wait for it.</summary>
internal sealed class FlowChannel : IFlowEndUser, IDeferred
{
    /// <summary>Reads, one at a time.</summary>
    public CallGate Reads = new();

    /// <summary>Writes, one at a time.</summary>
    public CallGate Writes = new();

    /// <summary>Its end, for those who wait for that.</summary>
    public FlowEnded Ended;

    private readonly NetworkStack _stack;
    private readonly DomainDriver _driver;
    private readonly FlowEnd _end;
    private ReadOperation? _reading;
    private WriteOperation? _writing;
    private bool _isPosted;
    private FlowSetEntry? _entry;
    private bool _endWasRead;
    private bool _foundNoRoom;
    private int _news;

    // A message's last part filled the reader's buffer, and an empty one is to follow.
    private bool _owesEnd;

    public FlowChannel(NetworkStack stack, LowerFlow lower, FlowTerms terms, Instant now, RecordKeys? keys = null)
    {
        _stack = stack;
        DomainDriver driver = stack.Host.Driver;
        _driver = driver;
        Peer = lower.Peer;
        Qos = lower.AcceptedQos;
        IsWithinStack = stack.Host.IsOwn && lower.IsIntact;
        _end = new FlowEnd(driver.Context, lower, terms, this, now, keys is null ? null : driver.Ciphers.Begin(keys, now));
    }

    /// <summary>A read that waits. Only for whoever has taken <see cref="Reads"/>.</summary>
    public ReadOperation Reading => _reading ??= new ReadOperation(_driver, this);

    /// <summary>A write that waits. Only for whoever has taken <see cref="Writes"/>.</summary>
    public WriteOperation Writing => _writing ??= new WriteOperation(_driver, this);

    public PeerIdentity Peer { get; }

    public QosSpec Qos { get; }

    public int MaxMessageSize => _end.MaxMessageSize;

    public FlowEndCounters Counters => _end.Counters;

    public FlowOptions Options => FlowOptions.Of(_end.Terms);

    public PartialReads PartialReads { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>The peer's thread hands over what it writes: nobody need drive the domain for it to come.</summary>
    public bool IsWithinStack { get; }

    /// <summary>
    /// Changes whenever a read may find something, or the end, that the one before did not. A look from outside, which says where another
    /// is worth while: taken before a read that finds nothing, it misses nothing.
    /// </summary>
    public int News => Volatile.Read(ref _news);

    /// <summary>A read would find nothing before <see cref="News"/> changes. Only inside.</summary>
    public bool IsDrained => !_end.IsReadable && !_owesEnd;

    /// <summary>A thread drives the domain and waits for this flow; it looks itself, but has to be woken where another's work serves it.</summary>
    public bool IsVisited { get; set; }

    public CloseReason Reason { get; private set; }

    private bool HasSomethingToRead => (_end.HasMessages || _owesEnd) && !_endWasRead;

    public bool CanCompleteWrites => _end.CanCompleteWrites;

    public bool IsUp => _end.IsUp;

    public bool FailsWhileDown
    {
        get => _end.FailsWhileDown;
        set => _end.FailsWhileDown = value;
    }

    /// <summary>
    /// The failure that a reader hears at the end of a flow that did not end as it should. Not where the peer had said before that it
    /// writes no more: then nothing is missing.
    /// </summary>
    public Exception? AbnormalEnd => Reason is CloseReason.None or CloseReason.Normal || _end.IsAtEnd ? null : LaminaException.From(Reason, "the flow has ended");

    /// <summary>What a reader hears instead of a result; null where the result says all.</summary>
    public Exception? FailureOf(in ReadResult result) => result switch
    {
        { IsEndOfFlow: true } => AbnormalEnd,
        { TooLong: > 0 and var length } => new LaminaException(
            LaminaError.MessageTooLong,
            $"the next message has {length} bytes or more, which the buffer does not hold, and this flow's reads are not to be partial (it waits: bring a larger buffer, or change PartialReads)"),
        { IsTorn: true } => new LaminaException(
            LaminaError.MessageTorn,
            "the rest of the message does not come: its writer gave it up (the flow goes on with the next message; drop what was read of this one)"),
        _ => null,
    };

    /// <summary>False: nothing yet.</summary>
    public bool TryRead(Span<byte> target, out ReadResult result, Instant now)
    {
        if (_owesEnd)
        {
            _owesEnd = false;
            result = new ReadResult(0, true, false);
        }
        else if (PartialReads == PartialReads.Refused && _end.NextLength is var next && next > target.Length)
        {
            result = new ReadResult(0, false, false) { TooLong = next };
        }
        else
        {
            ReadStatus status = _end.Read(target, out int length, now);
            if (status == ReadStatus.Empty)
            {
                result = default;
                _entry?.SetReadable(false);
                return false;
            }

            _owesEnd = PartialReads == PartialReads.Terminated && status == ReadStatus.Message && length > 0 && length == target.Length;
            result = status == ReadStatus.EndOfFlow
                ? ReadResult.End
                : new ReadResult(length, status == ReadStatus.Message && !_owesEnd, false) { IsTorn = status == ReadStatus.Torn };
            _endWasRead |= result.IsEndOfFlow;
        }

        _entry?.SetReadable(!_endWasRead && (_owesEnd || _end.IsReadable));
        return true;
    }

    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now) => _end.Write(message, ref written, now);

    /// <summary>Sends the message whole, or nothing of it.</summary>
    public WriteStatus WriteWhole(ReadOnlySpan<byte> message, Instant now)
    {
        if (message.Length <= MaxMessageSize && _end.IsOpenForWriting && !_end.HasRoomFor(message.Length, now))
        {
            _foundNoRoom = true;
            return WriteStatus.Blocked;
        }

        int written = 0;
        WriteStatus status = _end.Write(message, ref written, now);
        _foundNoRoom |= status == WriteStatus.Blocked;
        return status;
    }

    public Exception? FailureOf(WriteStatus status) => status switch
    {
        WriteStatus.Done => null,
        WriteStatus.TooLarge => new LaminaException(
            LaminaError.MessageTooLong, $"the message is longer than the flow takes ({MaxMessageSize} bytes)"),
        WriteStatus.Down => new LaminaException(
            LaminaError.FlowDown, "there is no way to the peer at present (the flow goes on; its FailsWhileDown says that a write does not wait)"),
        _ when Reason == CloseReason.None => new LaminaException(LaminaError.Closed, "this end of the flow has been closed, or has said that it writes no more"),
        _ => LaminaException.From(Reason, "the flow cannot be written to"),
    };

    /// <summary>Called once when the peer has shown that it has the keys.</summary>
    public Action? Proved { get; set; }

    /// <summary>True from then on; also where there are no keys.</summary>
    public bool IsProved => _end.IsProved;

    public void HandleProved(Instant now) => Proved?.Invoke();

    /// <summary>Shows the acceptor that this end, the initiator's, has the keys; nothing where there are none.</summary>
    public void Greet(Instant now) => _end.Greet(now);

    public void CompleteWrites(Instant now) => _end.CompleteWrites(now);

    public void Close(Duration linger, Instant now)
    {
        _end.Close(linger, now);
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
        Renew();
        if (_reading is { IsPending: true } reading)
        {
            reading.Continue(now);
        }
        else
        {
            _entry?.SetReadable(true);
            WakeVisitor();
        }
    }

    public void HandleWritable(Instant now)
    {
        if (_foundNoRoom)
        {
            _foundNoRoom = false;
            _entry?.Push(FlowSetEvents.Writable);
        }

        Post();
    }

    public void HandleWay(bool isUp, Instant now)
    {
        _entry?.Push(isUp ? FlowSetEvents.Up : FlowSetEvents.Down);
        // A write that waits may not want to.
        Post();
    }

    /// <summary>Puts the flow into a set. Any thread. False: it is in one.</summary>
    public bool TryEnter(FlowSetEntry entry) => Interlocked.CompareExchange(ref _entry, entry, null) is null;

    /// <summary>Takes it out again. Any thread.</summary>
    public void Leave(FlowSetEntry entry) => Interlocked.CompareExchange(ref _entry, null, entry);

    /// <summary>Says to the set how things stand. Inside the domain.</summary>
    public void Report()
    {
        FlowSetEvents now = (HasSomethingToRead ? FlowSetEvents.Readable : 0)
            | (_end.IsUp ? 0 : FlowSetEvents.Down)
            | (IsClosed ? FlowSetEvents.Closed : 0);
        if (now != 0)
        {
            _entry?.Push(now);
        }
    }

    /// <summary>It is quiet: what calls waited with is made anew with the next one that waits.</summary>
    public void HandleResting()
    {
        if (_reading is not null && Reads.TryTakeToTidy())
        {
            _reading.Retire();
            _reading = null;
            Reads.GiveBack();
        }

        if (_writing is not null && Writes.TryTakeToTidy())
        {
            _writing.Retire();
            _writing = null;
            Writes.GiveBack();
        }
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        // Nobody can be reached without a daemon, and nobody heard: that it is away says more.
        Reason = _stack.Host.IsAway && reason is (CloseReason.Unreachable or CloseReason.PeerSilent or CloseReason.Timeout) ? CloseReason.StackLost : reason;
        _reading?.Retire();
        _writing?.Retire();
        _stack.Forget(this);
        Ended.Set();
        _entry?.Push(HasSomethingToRead ? FlowSetEvents.Readable | FlowSetEvents.Closed : FlowSetEvents.Closed);
        Post();
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        _isPosted = false;
        Renew();
        WakeVisitor();
        if (_writing is { IsPending: true } writing)
        {
            writing.Continue(now);
        }

        if (_reading is { IsPending: true } reading)
        {
            reading.Continue(now);
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

        Renew();
        _reading?.Abandon();
        _writing?.Abandon();
        Ended.Set();
        _entry?.PushOutside(FlowSetEvents.Closed);
    }

    // Inside, or when nobody is inside any more: one writer at a time.
    private void Renew() => Volatile.Write(ref _news, _news + 1);

    private void WakeVisitor()
    {
        if (IsVisited)
        {
            _driver.WakeVisitor();
        }
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
