using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// One side of the packet path between a program and its daemon: a ring to read, a ring to write, and wake-ups that are
/// only signalled while the other side sleeps. Records that a turn writes are published together at its end.
/// </summary>
internal sealed class RingLink : IRecordLink, ISleeper, ITurnEnd, IPollSource
{
    private const int MaxRecordsPerTurn = 64;

    private readonly DomainDriver _driver;
    private readonly RingPair _rings;
    private readonly RingReader _reader;
    private readonly RingWriter _writer;
    private readonly IWakeUp _own;
    private readonly IWakeUp _peer;
    private readonly IRingUser _user;
    private bool _isHeld;
    private bool _hasMore;
    private bool _wantsRoom;
    private bool _isClosed;

    public RingLink(DomainDriver driver, RingPair rings, bool isMaker, IWakeUp own, IWakeUp peer, IRingUser user)
    {
        _driver = driver;
        _rings = rings;
        _reader = new RingReader(isMaker ? rings.ToMaker : rings.FromMaker);
        _writer = new RingWriter(isMaker ? rings.FromMaker : rings.ToMaker);
        _own = own;
        _peer = peer;
        _user = user;
        driver.Add((ISleeper)this);
        driver.Add((ITurnEnd)this);
        driver.Add((IPollSource)this);
    }

    public SafeHandle Descriptor => _own.Descriptor;

    public bool WantsWrite => false;

    public bool IsBusy { get; set; }

    // What a turn has left is no news to the reader.
    public bool HasNews => _hasMore || _reader.HasNews;

    /// <inheritdoc/>
    public bool HasRoom
    {
        get
        {
            if (!_isClosed && _writer.TryReserve(AttachRecord.MaxLength, out _))
            {
                return true;
            }

            _wantsRoom = true;
            return false;
        }
    }

    /// <inheritdoc/>
    public int Write(uint flow, in Train train, bool isUncredited = false)
    {
        int next = 0;
        int written = 0;
        while (RecordCuts.TryNext(train, ref next, out Train part) && TryWriteRecord(flow, part, isUncredited))
        {
            written = next;
        }

        return written;
    }

    /// <inheritdoc/>
    public bool TryWrite(AttachGrant grant)
    {
        if (_isClosed || !_writer.TryReserve(AttachGrant.Length, out Span<byte> record))
        {
            _wantsRoom = true;
            return false;
        }

        grant.Write(record);
        _writer.Commit(AttachGrant.Length, AttachGrant.Tag);
        return true;
    }

    /// <summary>Records come through the ring alone.</summary>
    public bool TryTake(ReadOnlySpan<byte> message, Instant now) => false;

    /// <inheritdoc/>
    public void Resume()
    {
        if (!_isHeld)
        {
            return;
        }

        _isHeld = false;
        _driver.ReconsiderInterests();
    }

    public void HandleReady(bool readable, bool writable, Instant now)
    {
        if (!_own.TryDrain())
        {
            // Whose end that was says somebody else; polled on, it would be ready for ever.
            _driver.Remove((IPollSource)this);
        }
    }

    public void Serve(Instant now) => Serve(MaxRecordsPerTurn, now);

    /// <summary>Takes everything that waits, at most a ring full: a flow's last packets come before its end.</summary>
    public void ServeAll(Instant now) => Serve(int.MaxValue, now);

    /// <summary>Publishes now: a message that follows on the socket must not overtake these records.</summary>
    public void Flush()
    {
        if (!_isClosed && _writer.Publish())
        {
            _peer.Signal();
        }
    }

    public bool PrepareToSleep() => _isHeld || _reader.PrepareToSleep() || _reader.State == RingState.Corrupt;

    public void HandleTurnEnd(Instant now)
    {
        _user.HandleTurnEnd(now);
        Flush();
        if (_wantsRoom && !_writer.PrepareToWait(AttachRecord.MaxLength) && _writer.State == RingState.Open)
        {
            _driver.ReconsiderInterests();
        }
    }

    /// <summary>Leaves the driver, which unmaps when its loop looks at nothing any more; only inside.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _driver.Remove((ISleeper)this);
        _driver.Remove((ITurnEnd)this);
        _driver.Remove((IPollSource)this);
        _driver.Retire(_rings);
        _own.Dispose();
        _peer.Dispose();
    }

    private void Serve(int budget, Instant now)
    {
        if (_isClosed)
        {
            return;
        }

        _reader.Awake();
        _hasMore = true;
        for (int i = 0; i < budget && _hasMore && !_isClosed; i++)
        {
            if (_isHeld || !_reader.TryPeek(out ReadOnlySpan<byte> record, out uint flow))
            {
                _hasMore = false;
                break;
            }

            if (_user.HandleRecord(flow, record, now))
            {
                IsBusy = true;
                // The user may have closed this link, and unmapped the ring with it.
                if (!_isClosed)
                {
                    _reader.Advance();
                }
            }
            else
            {
                _isHeld = true;
            }
        }

        _user.HandleServed(now);
        if (_isClosed)
        {
            return;
        }

        if (_reader.Release())
        {
            _peer.Signal();
        }

        if (_wantsRoom && _writer.TryReserve(AttachRecord.MaxLength, out _))
        {
            _wantsRoom = false;
            _writer.Awake();
            _user.HandleRoom(now);
        }

        if (_reader.State == RingState.Corrupt || _writer.State == RingState.Corrupt)
        {
            _user.HandleCorrupt(now);
        }
    }

    private bool TryWriteRecord(uint flow, in Train train, bool isUncredited)
    {
        int bytes = train.TotalLength;
        if (_isClosed || !_writer.TryReserve(AttachRecord.HeaderLength + bytes, out Span<byte> record))
        {
            return false;
        }

        AttachRecord.WriteHeader(record, train.Length, isUncredited);
        RecordCuts.Copy(train, record[AttachRecord.HeaderLength..]);
        _writer.Commit(AttachRecord.HeaderLength + bytes, flow);
        return true;
    }
}
