using Lamina.Core;
using Lamina.Node.Attach.Direct;
using Lamina.Security.Records;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// A flow of the daemon's stack, in the program: what its flow ends stand on. Packets go into the ring; lower layers push
/// their headers in the daemon's memory, so no head room is needed here.
/// </summary>
internal sealed class AttachedFlow(AttachedStack stack, uint number, AttachFlowLimits limits, RecordKeys? keys = null) : LowerFlow, IKeyedFlow
{
    /// <summary>What may wait here for the daemon's word on its way; it comes within one turn of the daemon.</summary>
    private const int MostEarly = AttachRecord.MaxBytes;

    // Less than the longest packet is no credit.
    private readonly int _packet = AttachCredit.ChargeOf(limits.MaxPacketSize, packets: 1);
    private RecordKeys? _keys = keys;
    private bool _isStarved;
    private uint _limit = limits.Credit;
    private uint _spent;
    private int _reserved;

    // Where its packets go past the daemon.
    private PairLink? _pair;
    private uint _channel;
    private PassedTraffic? _passed;

    // What was sent before it is known which way it goes; null once it is.
    private HeldTrains? _early = limits.Credit == 0 ? new HeldTrains() : null;

    /// <summary>Of the present attachment; nothing while the daemon is away.</summary>
    public uint Number { get; private set; } = number;

    /// <summary>What the daemon gave for its successor; null: the flow ends with it.</summary>
    public byte[]? SealedTicket { get; set; }

    /// <summary>The daemon has died, and may come back.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Why this side closed it; the daemon may still have to be told.</summary>
    public CloseReason ClosedBecause { get; private set; }

    public override long Id => Number;

    public override int MaxPacketSize => limits.MaxPacketSize;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => limits.MaxPacketLifetime;

    public override PeerIdentity Peer => limits.Peer;

    /// <summary>False once either side has closed it, or the daemon has gone.</summary>
    public bool IsOpen { get; private set; } = true;

    public override bool IsIntact => limits.IsIntact;

    public override bool HasKeys { get; } = keys is not null;

    public override QosSpec AcceptedQos => limits.Qos;

    public override int Credit
    {
        get
        {
            if (!IsOpen)
            {
                return 0;
            }

            if (_pair is not null)
            {
                return _pair.HasRoomFor(this) ? AttachRecord.MaxBytes : 0;
            }

            if (_early is not null)
            {
                _isStarved |= _early.Charge >= MostEarly;
                return _early.Charge < MostEarly ? AttachRecord.MaxBytes : 0;
            }

            if (!IsAway && (_reserved > 0 || Left >= _packet) && stack.HasRoom)
            {
                return Math.Min(AttachRecord.MaxBytes, Math.Max(_reserved, Left));
            }

            _isStarved = true;
            return 0;
        }
    }

    /// <summary>It found its pair's ring full, and is to be told when there is room.</summary>
    public bool IsWaitingForRoom { get; set; }

    /// <summary>What it carried past the daemon.</summary>
    public PassedTraffic Passed => _passed ??= new PassedTraffic(stack.Reports, this);

    /// <summary>What the daemon granted and was not used; below zero after a message that was longer than that.</summary>
    internal int Left => unchecked((int)(_limit - _spent));

    public RecordKeys? TakeKeys()
    {
        RecordKeys? taken = _keys;
        _keys = null;
        return taken;
    }

    /// <summary>One record's worth at most, which may pass the limit: <see cref="AttachCredit.MostOwed"/>.</summary>
    public override bool TryReserve(int bytes)
    {
        _reserved = 0;
        if (bytes > AttachRecord.MaxBytes || Credit == 0)
        {
            return false;
        }

        _reserved = bytes;
        return true;
    }

    public override void Transmit(in Train train, Instant now)
    {
        if (_early is not null && IsOpen)
        {
            if (_early.Charge <= 2 * MostEarly)
            {
                _early.Add(train, now);
                return;
            }
        }
        else if (_pair is not null && IsOpen)
        {
            Passed.HandleSent(train.Count, train.TotalLength, now);
            _pair.Transmit(_channel, train);
        }
        else if (IsOpen && !IsAway)
        {
            bool isUncredited = _reserved <= 0 && Left < _packet;
            int written = stack.Transmit(Number, train, isUncredited);
            if (!isUncredited)
            {
                _reserved = Math.Max(0, _reserved - train.TotalLength);
                Spend(train, written);
            }
        }

        train.Buffer.Release();
    }

    public override void Close(CloseReason reason, Instant now)
    {
        SendEarly(now);
        IsOpen = false;
        ClosedBecause = reason;
        TakeKeys()?.Dispose();
        User = NoFlowUser.Instance;
        stack.Close(this, reason, now);
    }

    /// <summary>Its packets go past the daemon from here on; nothing was sent before.</summary>
    internal void HandleDirect(PairLink pair, uint channel, Instant now)
    {
        (_pair, _channel) = (pair, channel);
        pair.Add(channel, this);
        SendEarly(now);
        if (_isStarved)
        {
            HandleRoomInPair(now);
        }
    }

    /// <summary>There is room in the ring that it shares.</summary>
    internal void HandleRoomInPair(Instant now)
    {
        if (IsOpen)
        {
            _isStarved = false;
            User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
        }
    }

    /// <summary>What came past the daemon is taken; before its end.</summary>
    internal void ServePair(Instant now) => _pair?.ServeAll(now);

    /// <summary>Its packets go through the daemon from here on, if any.</summary>
    internal void LeavePair()
    {
        _pair?.Remove(_channel);
        _pair = null;
        IsWaitingForRoom = false;
        _isStarved = true;
    }

    /// <summary>The last word on what it carried past the daemon.</summary>
    internal void FinishPassed(Instant now)
    {
        if (_passed is not null)
        {
            stack.Reports.Finish(_passed, now);
        }
    }

    internal void HandleEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        if (what == FlowEvent.Closed)
        {
            IsOpen = false;
            _early?.Clear();
            _early = null;
        }

        User.HandleFlowEvent(what, reason, now);
    }

    internal void HandleAway(Instant now)
    {
        IsAway = true;
        User.HandleFlowEvent(FlowEvent.Down, CloseReason.None, now);
    }

    /// <summary>The daemon's successor has it, under another number. What it knows of the way to the peer is said by events from here on.</summary>
    internal void HandleBack(uint newNumber, uint credit, bool isUp, Instant now)
    {
        Number = newNumber;
        IsAway = false;
        (_limit, _spent, _reserved) = (credit, 0, 0);
        if (isUp)
        {
            User.HandleFlowEvent(FlowEvent.Up, CloseReason.None, now);
        }

        HandleRoom(now);
    }

    /// <summary>The daemon says what may be sent in all.</summary>
    internal void HandleGrant(uint limit, Instant now)
    {
        _limit = limit;
        SendEarly(now);
        HandleRoom(now);
    }

    /// <summary>What came into the ring, and nothing else: the daemon counts what it takes out, and grants by that.</summary>
    private void Spend(in Train train, int packets)
    {
        int bytes = packets < train.Count ? packets * train.Length : train.TotalLength;
        unchecked
        {
            _spent += (uint)AttachCredit.ChargeOf(bytes, packets);
        }
    }

    /// <summary>Which way it goes is known, or does not matter any more: what waited for that goes now, before everything else.</summary>
    private void SendEarly(Instant now)
    {
        if (_early is not { } early)
        {
            return;
        }

        // Through the daemon it may be more than was granted by now, as far as a program may owe.
        _early = null;
        while (!early.IsEmpty)
        {
            Train train = early.Take(int.MaxValue, out _);
            _reserved = _pair is null ? train.TotalLength : 0;
            Transmit(train, now);
        }
    }

    /// <summary>There may be credit again: whoever asked in vain is told.</summary>
    internal void HandleRoom(Instant now)
    {
        if (_pair is not null || !_isStarved || Left < _packet)
        {
            return;
        }

        _isStarved = false;
        User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
    }
}
