using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What waits for the reader: slices of the trains that came, in order, each holding its buffer; a message's fragments
/// lie behind each other and are put together when they are copied to the reader, once. Bounded in packets and bytes;
/// the caller asks <see cref="Fitting"/> first.
/// <para>
/// A message is handed up when its last fragment has come; or in parts, as they come, when it fills too much of the room for that,
/// or when the reader wants it so. One that is torn after the reader had some of it is said to be.
/// </para>
/// <para>
/// With FRCP the segments keep their headers in front: the fragment code is read from there. Without it, a segment is a
/// message.
/// </para>
/// </summary>
internal sealed class MessageQueue(MachineContext context, FlowLimits limits, bool framed, int maxMessage, FlowEndCounters counters)
{
    private readonly int _header = framed ? FrcpHeader.Length : 0;
    private readonly SliceRing _slices = new(context.ShelfOf<Train>());

    // The reader's place in the first slice.
    private int _readSegment;
    private int _readOffset;

    // The message whose last fragment has not come: where it starts, and what it counts.
    private bool _isInside;
    private long _openSlice;
    private int _openSegment;
    private int _openPackets;
    private int _openBytes;
    private int _openLength;

    // The reader has some of it, or had some of one that was dropped since.
    private bool _isOpenBegun;
    private bool _isTorn;

    private int _wholePackets = limits.ReceivePackets / 2;
    private int _wholeBytes = limits.ReceiveBytes / 2;

    // The peer's last word has come; it stays the last one in the queue.
    private bool _hasEnd;

    /// <summary>Packets that wait, those of an incomplete message included.</summary>
    public int Packets { get; private set; }

    /// <summary>Bytes of their payload.</summary>
    public int Bytes { get; private set; }

    /// <summary>Messages that can be read.</summary>
    public int Messages { get; private set; }

    /// <summary>A read would give something.</summary>
    public bool IsReadable => Messages > 0 || _isTorn || HasParts;

    /// <summary>Nothing waits, nothing has begun, and nothing is to be remembered.</summary>
    public bool IsBlank => Packets == 0 && Messages == 0 && !_isInside && !_isTorn && !_hasEnd && !IsDiscarding;

    /// <summary>Counts whatever came for the reader: more means that there is something new.</summary>
    public long News { get; private set; }

    /// <summary>The peer writes nothing more, and all that it wrote was read.</summary>
    public bool IsAtEnd => _hasEnd && Messages == 1;

    /// <summary>The peer's last word has come, and all before it.</summary>
    public bool HasEnd => _hasEnd;

    /// <summary>Nobody will read: what comes is dropped.</summary>
    public bool IsDiscarding { get; private set; }

    private bool HasParts =>
        _isInside && Packets > 0 && Messages == 0
        && (!limits.Reassembles || _isOpenBegun || _openPackets > _wholePackets || _openBytes > _wholeBytes);

    /// <summary>What waits of the next message, for readers that want it whole; counted when asked.</summary>
    public int NextLength
    {
        get
        {
            if (Messages == 0 || IsAtEnd)
            {
                return HasParts ? int.MaxValue : 0;
            }

            int length = -_readOffset;
            int segment = _readSegment;
            for (long number = _slices.NextNumber - _slices.Count; number < _slices.NextNumber; number++, segment = 0)
            {
                ref Train slice = ref _slices.At(number);
                for (; segment < slice.Count; segment++)
                {
                    length += slice.LengthOf(segment) - _header;
                    if (!framed || (FrcpHeader.FlagsOf(slice[segment]) & FrcpFlags.MoreFragments) == 0)
                    {
                        return length;
                    }
                }
            }

            return length;
        }
    }

    /// <summary>A message that is longer is handed up in parts.</summary>
    public void SetWhole(int packets, int bytes)
    {
        _wholePackets = packets;
        _wholeBytes = bytes;
    }

    /// <summary>How many segments of a train, from its first on, still fit.</summary>
    public int Fitting(in Train train)
    {
        int payload = Math.Max(1, train.Length - _header);
        int room = Math.Min(limits.ReceivePackets - Packets, (limits.ReceiveBytes - Bytes) / payload);
        return Math.Clamp(room, 0, train.Count);
    }

    /// <summary>Takes a train that is lent: keeps what belongs to a message, drops and counts what cannot.</summary>
    public void Append(in Train train)
    {
        if (IsDiscarding)
        {
            counters.Drop(DropReason.AfterClose, train.Count);
            return;
        }

        int start = 0;
        for (int i = 0; i < train.Count; i++)
        {
            FrcpFlags code = framed ? FrcpHeader.FlagsOf(train[i]) : FrcpFlags.FirstFragment;
            bool isFirst = (code & FrcpFlags.FirstFragment) != 0;
            if (_hasEnd)
            {
                Keep(train, start, i - start);
                counters.Drop(DropReason.AfterClose, train.Count - i);
                return;
            }

            if (isFirst == _isInside)
            {
                // A first fragment inside a message, or another one outside: what is incomplete stays so.
                Keep(train, start, i - start);
                start = i;
                DropOpen();
                if (!isFirst)
                {
                    counters.Drop(DropReason.Fragment);
                    start = i + 1;
                    continue;
                }
            }

            Count(train.LengthOf(i) - _header, isFirst, i - start);
            if ((code & FrcpFlags.MoreFragments) == 0)
            {
                _isInside = false;
                _isOpenBegun = false;
                Messages++;
                News++;
                _hasEnd = isFirst && (code & FrcpFlags.End) != 0;
            }
            else if (_openLength > maxMessage)
            {
                Keep(train, start, i + 1 - start);
                start = i + 1;
                DropOpen();
            }
        }

        Keep(train, start, train.Count - start);
        News += HasParts ? 1 : 0;
    }

    /// <summary>Forgets the message whose end has not come: a fragment of it is lost for good.</summary>
    public void DropOpen()
    {
        if (!_isInside)
        {
            return;
        }

        _isInside = false;
        counters.Drop(DropReason.Fragment, _openPackets);
        Packets -= _openPackets;
        Bytes -= _openBytes;
        if (_isOpenBegun)
        {
            // All before it was read: what is left begins where the reader stands.
            _isOpenBegun = false;
            _isTorn = true;
            News++;
            _readOffset = 0;
            _openSlice = _slices.NextNumber - _slices.Count;
            _openSegment = _readSegment;
        }

        _slices.CutFrom(_openSlice, _openSegment);
        if (_readSegment > 0 && _slices.Count > 0 && _slices.First.Count == _readSegment)
        {
            // The reader had taken all that is left of the slice.
            _readSegment = 0;
            _slices.RemoveFirst();
        }
    }

    /// <summary>Copies one message, or as much of it as fits or has come, to the reader.</summary>
    /// <returns><see cref="ReadStatus.Empty"/> when nothing can be handed up; <see cref="ReadStatus.EndOfFlow"/> at the peer's end.</returns>
    public ReadStatus Read(Span<byte> target, out int length)
    {
        length = 0;
        if (_isTorn)
        {
            _isTorn = false;
            return ReadStatus.Torn;
        }

        if (IsAtEnd)
        {
            // That it came is remembered; the packet that said so need not be held.
            _slices.Clear();
            _readSegment = 0;
            Packets = 0;
            return ReadStatus.EndOfFlow;
        }

        if (Messages == 0)
        {
            if (!HasParts)
            {
                return ReadStatus.Empty;
            }

            _isOpenBegun = true;
        }

        while (_slices.Count > 0)
        {
            ref Train slice = ref _slices.First;
            Span<byte> segment = slice[_readSegment];
            ReadOnlySpan<byte> rest = segment[(_header + _readOffset)..];
            int taken = Math.Min(rest.Length, target.Length - length);
            context.Pool.Copy(rest[..taken], target[length..]);
            length += taken;
            _readOffset += taken;
            if (taken < rest.Length)
            {
                return ReadStatus.Partial;
            }

            bool isLast = !framed || (FrcpHeader.FlagsOf(segment) & FrcpFlags.MoreFragments) == 0;
            RemoveSegment(segment.Length - _header, slice.Count);
            if (isLast)
            {
                Messages--;
                counters.MessagesRead++;
                return ReadStatus.Message;
            }
        }

        return ReadStatus.Partial;
    }

    /// <summary>Releases everything; whatever comes later is dropped.</summary>
    public void Discard()
    {
        IsDiscarding = true;
        _slices.Clear();
        _isInside = false;
        _isOpenBegun = false;
        _isTorn = false;
        _hasEnd = false;
        _readSegment = 0;
        _readOffset = 0;
        Packets = 0;
        Bytes = 0;
        Messages = 0;
    }

    private void RemoveSegment(int payload, int segments)
    {
        Packets--;
        Bytes -= payload;
        if (_isOpenBegun)
        {
            _openPackets--;
            _openBytes -= payload;
        }

        _readOffset = 0;
        if (++_readSegment == segments)
        {
            _readSegment = 0;
            _slices.RemoveFirst();
        }
    }

    private void Count(int payload, bool isFirst, int segmentInSlice)
    {
        if (isFirst)
        {
            _isInside = true;
            _openSlice = _slices.NextNumber;
            _openSegment = segmentInSlice;
            _openPackets = 0;
            _openBytes = 0;
            _openLength = 0;
        }

        _openPackets++;
        _openBytes += payload;
        _openLength += payload;
        Packets++;
        Bytes += payload;
    }

    private void Keep(in Train train, int first, int count)
    {
        if (count > 0)
        {
            _slices.Add(ReceivedSlice.Keep(train.Slice(first, count), context.Pool, counters));
        }
    }
}
