using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>FRCP as an element: sorts what comes between the two halves, and sends what is not data.</summary>
internal sealed class FrcpElement : IMessageElement
{
    private readonly PacketPath _path;
    private readonly TimerTable _timers = new();
    private readonly FrcpReceiver _receiver;
    private readonly FrcpSender _sender;
    private bool _asks;

    public FrcpElement(PacketPath path, MessageQueue queue, FlowTerms terms, DeltaT bounds, in RestingWindows windows)
    {
        _path = path;
        _receiver = new FrcpReceiver(path, queue, terms.Limits, bounds, terms.Composition.FrcpFeatures, _timers, windows);
        _sender = new FrcpSender(path, terms, bounds, _receiver, _timers, windows.PeerPackets);
    }

    public bool IsSettled => _sender.IsSettled;

    public bool WantsFlush => _asks || _receiver.WantsAck || _sender.WantsFlush;

    public CloseReason Failure => _sender.Failure;

    public Instant NextTimeout => _timers.Next;

    public bool IsWritable => _sender.IsWritable;

    public bool IsOver(Instant now) =>
        !_asks && !_receiver.WantsAck && _timers.Next == Instant.Never && _receiver.IsOver(now) && _sender.IsOver(now);

    public bool IsQuiet(Instant now) => _receiver.IsOver(now) && _sender.IsOver(now);

    public RestingWindows Windows => _receiver.Window with { PeerPackets = _sender.PeerPackets };

    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now) =>
        _sender.Write(message, ref written, now);

    public WriteStatus WriteEnd(Instant now) => _sender.WriteEnd(now);

    public void Ask() => _asks = true;

    public bool HasRoomFor(int length, Instant now) => _sender.HasRoomFor(length, now);

    public void HandleTrain(in Train train, Instant now)
    {
        Train rest = train;
        if (!TrainBits.TryCutShort(ref rest, FrcpHeader.Length, _path.Counters))
        {
            return;
        }

        for (int i = 0; i < rest.Count;)
        {
            ReadOnlySpan<byte> packet = rest[i];
            if (!FrcpHeader.TryRead(packet, out FrcpHeader header))
            {
                _path.Counters.Drop(DropReason.Malformed);
                i++;
            }
            else if (header.IsData)
            {
                int count = CountRun(rest, i, header.Sequence, out FrcpHeader last);
                _sender.HandleFeedback(last, default, now);
                _receiver.HandleRun(rest.Slice(i, count), header, last.Flags, now);
                i += count;
            }
            else
            {
                _sender.HandleFeedback(header, packet, now);
                if ((header.Flags & FrcpFlags.Rendezvous) != 0)
                {
                    _receiver.AckNow();
                }

                i++;
            }
        }
    }

    public void HandleRead(Instant now) => _receiver.HandleRead();

    public bool HandleTimeout(Instant now)
    {
        if (_timers.TryFire(FrcpTimer.DelayedAck, now))
        {
            _receiver.AckNow();
        }

        return _sender.HandleTimeout(now);
    }

    public void Flush(Instant now)
    {
        _receiver.ForgetIfOver(now);
        if (_sender.Failure == CloseReason.None)
        {
            _sender.Retransmit(now);
        }

        if (_sender.TryAsk(now) || _asks)
        {
            // Whatever the peer is asked for, its answer is a sign of life.
            _asks = false;
            SendControl(FrcpFlags.Rendezvous, now);
        }
        else if (_receiver.WantsAck)
        {
            SendControl(FrcpFlags.None, now);
        }
    }

    public void BeginClose() => _receiver.AckAtOnce();

    public void Release()
    {
        _sender.Release();
        _receiver.Release();
        _timers.Clear();
    }

    /// <summary>How many segments from one on carry data with consecutive numbers.</summary>
    private static int CountRun(in Train train, int start, SequenceNumber first, out FrcpHeader last)
    {
        FrcpHeader.TryRead(train[start], out last);
        int count = 1;
        while (start + count < train.Count
            && FrcpHeader.TryRead(train[start + count], out FrcpHeader next)
            && next.IsData
            && next.Sequence == first + count)
        {
            last = next;
            count++;
        }

        return count;
    }

    /// <summary>
    /// Sends acknowledgement and window, in more than one packet where there is more to tell than one holds. What came twice is told in
    /// front, where a control packet holds two blocks.
    /// </summary>
    private void SendControl(FrcpFlags flags, Instant now)
    {
        Span<SackBlock> blocks = stackalloc SackBlock[FrcpHeader.MaxSackBlocks];
        int most = Math.Clamp(_path.FragmentSize(FrcpHeader.Length) / SackBlock.Length, 1, FrcpHeader.MaxSackBlocks);
        do
        {
            int count = _receiver.IsInRun ? _receiver.WriteBlocks(blocks[..most]) : 0;
            SendControl(flags, blocks[..count], now);
        }
        while (_receiver.HasUntold);
        _receiver.NoteAcknowledged();
    }

    private void SendControl(FrcpFlags flags, ReadOnlySpan<SackBlock> blocks, Instant now)
    {
        int room = _path.HeadRoom;
        int length = FrcpHeader.Length + (blocks.Length * SackBlock.Length);
        if (!_path.Context.Pool.TryRent(room + length, out PacketBuffer buffer))
        {
            // Like a packet that was lost below: the peer sends again, and gets its answer then.
            _path.Counters.Drop(DropReason.NoBuffer);
            return;
        }

        Span<byte> packet = buffer.Span.Slice(room, length);
        flags |= FrcpFlags.Window | (_receiver.IsInRun ? FrcpFlags.Acknowledgement : FrcpFlags.None);
        new FrcpHeader(flags, (byte)blocks.Length, _receiver.Edge(), _sender.Next, _receiver.Next).Write(packet);
        for (int i = 0; i < blocks.Length; i++)
        {
            FrcpHeader.WriteBlock(packet, i, blocks[i]);
        }

        _path.Counters.Sent++;
        _path.Counters.ControlSent++;
        _path.Send(Train.Single(buffer, room, length), now);
    }
}
