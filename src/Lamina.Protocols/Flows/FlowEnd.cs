using Lamina.Core;
using Lamina.Security.Records;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The end of a flow: what applications, and IPC processes that need more than raw packets, stand on. It runs the flow's
/// composition over a flow of the layer below: messages in, trains of packets out, and back.
/// <code>
///   user     Write, Read, Close                 HandleReadable, HandleWritable, HandleClosed
///   ------------------------------------------------------------------------------------
///   message element      FRCP, or none (raw)
///   packet elements      integrity, or sealing where there are keys
///   ------------------------------------------------------------------------------------
///   lower    Transmit, Credit, Close            HandleTrain, HandleFlowEvent
/// </code>
/// A machine: called by its domain's owner only. What it sends because something came goes through the run queue.
/// </summary>
public sealed partial class FlowEnd : IFlowUser, ITimed, IDeferred
{
    private readonly MachineContext _context;
    private readonly LowerFlow _lower;
    private readonly IFlowEndUser _user;
    private readonly MachineTimer _timer;
    private readonly SealingElement? _sealing;
    private bool _isPosted;
    private bool _isWriterBlocked;
    private PeerWatch _watch;

    /// <summary>Stands on a flow; becomes its user.</summary>
    /// <param name="context">What the domain's machines share.</param>
    /// <param name="lower">The flow below, open and not yet used.</param>
    /// <param name="terms">What both ends agreed on.</param>
    /// <param name="user">Hears what happens.</param>
    /// <param name="now">The present.</param>
    /// <param name="records">
    /// What the flow's handshake ended in (<see cref="RecordCiphers.Begin"/>); taken over, zeroed at the end. Null where there are no
    /// keys. The terms must say the same: <see cref="ElementId.Seal"/> is in the composition just where there are.
    /// </param>
    public FlowEnd(MachineContext context, LowerFlow lower, FlowTerms terms, IFlowEndUser user, Instant now, FlowRecords? records = null)
    {
        if (terms.Composition.Has(ElementId.Seal) != records is not null)
        {
            throw new ArgumentException("a flow with keys is sealed, and no other", nameof(records));
        }

        _context = context;
        _lower = lower;
        _user = user;
        Terms = terms;
        Bounds = new DeltaT(lower.MaxPacketLifetime, terms.AckBound, terms.RetransmissionBound);
        _timer = new MachineTimer(context.Timers, this);
        _sealing = records is null ? null : new SealingElement(context.Pool, records, Counters);
        MaxMessageSize = ElementFactory.LongestMessage(MakePath(), terms);
        CanCompleteWrites = (terms.Composition.FrcpFeatures & FrcpFeatures.Retransmission) != 0;
        _windows = new RestingWindows(terms.PeerWindow, 0, 0);
        bool canAsk = terms.Composition.Has(ElementId.Frcp);
        _watch = new PeerWatch(canAsk ? Duration.FromMilliseconds(terms.Qos.PeerTimeout) : Duration.Zero, now);
        lower.User = this;
        Rearm(now);
    }

    /// <summary>What both ends agreed on.</summary>
    public FlowTerms Terms { get; }

    /// <summary>The Delta-t bounds of this flow.</summary>
    public DeltaT Bounds { get; }

    /// <summary>What it has done so far.</summary>
    public FlowEndCounters Counters { get; } = new();

    /// <summary>Longest message in bytes.</summary>
    public int MaxMessageSize { get; }

    /// <summary>True when a read would give a message or the end.</summary>
    public bool IsReadable => HasMessages || _state != State.Open;

    /// <summary>True when a message or a part of one waits, or the peer's word that it writes no more.</summary>
    public bool HasMessages => _queue is { IsReadable: true };

    /// <summary>Bytes that wait of the next message; <see cref="int.MaxValue"/> where it is not whole, 0 where there is none.</summary>
    public int NextLength => _queue?.NextLength ?? 0;

    /// <summary>True when a write would take something.</summary>
    public bool IsWritable => IsOpenForWriting && (_element?.IsWritable ?? _lower.Credit > 0);

    /// <summary>True where <see cref="CompleteWrites"/> can be told to the peer: the flow keeps order and loses nothing.</summary>
    public bool CanCompleteWrites { get; }

    /// <summary>True until either side has closed, or this side writes no more.</summary>
    public bool IsOpenForWriting => _state == State.Open && _writeEnd == WriteEnd.NotYet;

    /// <summary>True when the peer writes nothing more, and all that it wrote was read.</summary>
    public bool IsAtEnd => _queue is { IsAtEnd: true };

    /// <summary>False while the layer below says that there is no way to the peer.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>True: a write gives <see cref="WriteStatus.Down"/> while there is no way to the peer. Default false: it waits for one.</summary>
    public bool FailsWhileDown { get; set; }

    /// <summary>True until either side has closed.</summary>
    public bool IsOpen => _state == State.Open;

    /// <summary>True when nothing that was written waits for an acknowledgement.</summary>
    public bool IsSettled => _element is not { IsSettled: false } && _writeEnd != WriteEnd.Owed;

    /// <summary>Why the flow ended; <see cref="CloseReason.None"/> while it has not.</summary>
    public CloseReason ClosedBecause { get; private set; }

    /// <summary>Bytes that wait for the reader.</summary>
    public int QueuedBytes => _queue?.Bytes ?? 0;

    /// <summary>Sends a message. It is copied once; the caller keeps its memory.</summary>
    /// <param name="message">The whole message, also when some of it was taken before. May be empty.</param>
    /// <param name="written">Bytes taken so far: 0 with a new message; handed back unchanged after <see cref="WriteStatus.Blocked"/>.</param>
    /// <param name="now">The present.</param>
    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now)
    {
        if (!IsOpenForWriting)
        {
            return WriteStatus.Closed;
        }

        if (message.Length > MaxMessageSize)
        {
            return WriteStatus.TooLarge;
        }

        if (FailsWhileDown && !IsUp)
        {
            return WriteStatus.Down;
        }

        _isAwakeBriefly = false;
        WriteStatus status = Awake(now).Write(message, ref written, now);
        _isWriterBlocked = status == WriteStatus.Blocked;
        if (status == WriteStatus.Done)
        {
            Counters.MessagesWritten++;
        }

        Rearm(now);
        return status;
    }

    /// <summary>
    /// Says whether a message of so many bytes would be taken whole now. Where it says no, the peer is asked for a larger
    /// window and the user hears <see cref="IFlowEndUser.HandleWritable"/>, as after a write that was blocked; it may still be too little then.
    /// </summary>
    public bool HasRoomFor(int length, Instant now)
    {
        bool hasRoom = IsOpenForWriting && Awake(now).HasRoomFor(length, now);
        _isWriterBlocked |= !hasRoom && IsOpenForWriting;
        Rearm(now);
        return hasRoom;
    }

    /// <summary>Takes the next message, or the next part of it.</summary>
    /// <param name="target">Where to; its length is the most that is taken.</param>
    /// <param name="length">Bytes taken.</param>
    /// <param name="now">The present.</param>
    public ReadStatus Read(Span<byte> target, out int length, Instant now)
    {
        length = 0;
        ReadStatus status = _queue?.Read(target, out length) ?? ReadStatus.Empty;
        if (status == ReadStatus.Empty)
        {
            return _state == State.Open ? ReadStatus.Empty : ReadStatus.EndOfFlow;
        }

        if (_state == State.Open)
        {
            Awake(now).HandleRead(now);
            PostFlush();
        }

        return status;
    }

    /// <inheritdoc/>
    public void HandleTrain(in Train train, Instant now)
    {
        if (_state == State.Closed)
        {
            return;
        }

        bool wasResting = IsResting;
        IMessageElement element = Awake(now);
        long news = _queue.News;
        for (int first = 0; first < train.Count; first += TrainBits.MaxSegments)
        {
            Train part = train.Slice(first, Math.Min(TrainBits.MaxSegments, train.Count - first));
            Counters.Received += part.Count;
            ulong good = _path.Receive(ref part, now);
            NoteProof(now);
            if (good != 0)
            {
                _watch.Hear(now);
            }

            while (good != 0)
            {
                TrainBits.TakeRun(ref good, out int start, out int count);
                element.HandleTrain(part.Slice(start, count), now);
            }
        }

        PostFlush();
        _isAwakeBriefly = (wasResting || _isAwakeBriefly) && _queue.IsBlank && element.IsQuiet(now);
        Rearm(now);
        if (_queue.News > news)
        {
            _user.HandleReadable(now);
        }

        WakeWriter(now);
        RestIfOver(now);
    }

    /// <inheritdoc/>
    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        if (_state == State.Closed)
        {
            return;
        }

        if (what == FlowEvent.Closed)
        {
            if (reason.IsReset())
            {
                _queue?.Discard();
            }

            Finish(Believed(reason));
            _user.HandleClosed(ClosedBecause, now);
        }
        else if (what is FlowEvent.Up or FlowEvent.Down && IsUp != (what == FlowEvent.Up))
        {
            IsUp = !IsUp;
            _user.HandleWay(IsUp, now);
        }

        if (what is FlowEvent.Writable or FlowEvent.Up && _state != State.Closed)
        {
            // Even where there is little: who tries and fails is told again, who does not try may never be.
            PostFlush();
            WakeWriter(now, mustTry: true);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        if (_state == State.Closed)
        {
            return;
        }

        PeerState peer = _watch.Look(now);
        if (peer == PeerState.Lost)
        {
            CloseLower(CloseReason.PeerSilent, now);
            return;
        }

        if (peer == PeerState.Quiet)
        {
            bool wasResting = IsResting;
            Awake(now).Ask();
            _isAwakeBriefly |= wasResting;
        }

        bool mustTry = _element is { } element && element.HandleTimeout(now);
        RunDeferred(0, default, now);
        WakeWriter(now, mustTry);
    }

    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now)
    {
        _isPosted = false;
        if (_state == State.Closed)
        {
            return;
        }

        SendGreeting(now);
        _element?.Flush(now);
        TellEnd(now);
        if (_element is { Failure: not CloseReason.None and var failure })
        {
            CloseLower(failure, now);
        }
        else if (_state == State.Lingering && (IsSettled || now >= _lingerUntil))
        {
            CloseLower(IsSettled ? CloseReason.Normal : CloseReason.Timeout, now);
        }
        else
        {
            Rearm(now);
            WakeWriter(now);
            RestIfOver(now);
        }
    }

    private void WakeWriter(Instant now, bool mustTry = false)
    {
        if (_isWriterBlocked && (_state == State.Open || _writeEnd == WriteEnd.Owed) && (mustTry || Awake(now).IsWritable))
        {
            _isWriterBlocked = false;
            if (_writeEnd == WriteEnd.Owed)
            {
                // Written from the run queue, as a user would.
                Post();
            }
            else
            {
                _user.HandleWritable(now);
            }
        }
    }

    private void PostFlush()
    {
        if (_state == State.Lingering || (_element is { } element && (element.WantsFlush || element.Failure != CloseReason.None)))
        {
            Post();
        }
    }

    private void Post()
    {
        if (!_isPosted)
        {
            _isPosted = true;
            _context.RunQueue.Post(this);
        }
    }

    private void Rearm(Instant now)
    {
        Instant next = Instant.Min(Instant.Min(_element?.NextTimeout ?? Instant.Never, Instant.Min(_lingerUntil, _looksAt)), Instant.Min(_watch.Next, _greeting.Next));
        _timer.Set(next == Instant.Never ? next : Instant.Max(next, now));
    }
}
