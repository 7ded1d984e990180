using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <content>
/// What goes out: with the turn, so that one call sends what several flows have, or a little later with more of it; or in a bounded queue
/// while the system's buffer is full. While any waits there nothing is gathered.
/// </content>
public sealed unsafe partial class UdpPort
{
    /// <summary>What has waited for so long waits for no more company.</summary>
    private static readonly Duration LongestWait = Duration.FromMicroseconds(50);

    private readonly GatheredTrains _gathered = new();
    private Instant _gatheredSince;
    private bool _departs;

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (_drain.TryForget(now))
        {
            AskForRoom();
        }

        int most = Math.Min(SegmentedUdpSocket.MaxPayload, _drain.Quantum);
        if (_isClosed || WantsWrite)
        {
            Wait(train, to);
        }
        else if (Domain is not null && GatheredTrains.Takes(train, most))
        {
            Gather(train, to, most, now);
        }
        else
        {
            SendGathered(now);
            SendAlone(train, to, now);
        }
    }

    /// <summary>
    /// See <see cref="IDatagramPort.TrySendWhole"/>. Overtakes what waits; two system calls more than <see cref="Send"/>. Nothing
    /// that routers said counts, only the interface's own size.
    /// </summary>
    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        UdpStatus status = UdpStatus.Failed;
        if (!_isClosed)
        {
            _fragmentation.Forbid();
            UdpSent result = SendPart(datagram, to);
            _fragmentation.Allow();
            status = result.Status;
            if (status != UdpStatus.TooLarge)
            {
                Count(result.Status, datagram.TotalLength);
            }
        }

        datagram.Buffer.Release();
        return status != UdpStatus.TooLarge;
    }

    /// <summary>The turn ends, or what it passes on is to leave.</summary>
    bool IDeparture.TryDepart(bool mayWait, Instant now)
    {
        if (!mayWait || _gathered.IsEnded || now - _gatheredSince >= LongestWait)
        {
            SendGathered(now);
        }

        _departs = _gathered.Count > 0;
        return !_departs;
    }

    private void Gather(in Train train, in UdpEndpoint to, int most, Instant now)
    {
        if (!_gathered.TryAdd(train, to, most))
        {
            SendGathered(now);
            if (WantsWrite || !_gathered.TryAdd(train, to, most))
            {
                Wait(train, to);
                return;
            }
        }

        if (_gathered.Count == 1)
        {
            _gatheredSince = now;
        }

        if (!_departs)
        {
            _departs = true;
            Domain!.Departures.Add(this);
        }
    }

    private void SendGathered(Instant now)
    {
        if (_gathered.Count == 0)
        {
            return;
        }

        UdpSent result = SendTogether();
        bool isFull = result.Status == UdpStatus.WouldBlock;
        int left = isFull ? NoteFull(result, now) / _gathered.SegmentLength : _gathered.Segments;
        for (int i = 0; i < _gathered.Count; i++)
        {
            ref readonly Train train = ref _gathered[i];
            int gone = Math.Min(left, train.Count);
            left -= gone;
            if (gone == train.Count)
            {
                Count(isFull ? UdpStatus.Ok : result.Status, isFull ? 0 : train.TotalLength);
                train.Buffer.Release();
            }
            else
            {
                Wait(train.Slice(gone, train.Count - gone), _gathered.Destination);
            }
        }

        _gathered.Clear();
    }

    private void SendAlone(in Train train, in UdpEndpoint to, Instant now)
    {
        int sent = WantsWrite ? 0 : TrySend(train, to, 0, now);
        if (sent == train.Count)
        {
            train.Buffer.Release();
        }
        else
        {
            Wait(train.Slice(sent, train.Count - sent), to);
        }
    }

    private void Wait(in Train train, in UdpEndpoint to)
    {
        bool wasIdle = !WantsWrite;
        if (_isClosed || !_waiting.TryEnqueue(train))
        {
            Counters.DroppedQueueFull++;
            train.Buffer.Release();
            return;
        }

        _destinations.Enqueue(to);
        if (wasIdle)
        {
            InterestChanged?.Invoke(this);
        }
    }

    private void SendWaiting(Instant now)
    {
        if (!WantsWrite)
        {
            return;
        }

        while (_waiting.Count > 0)
        {
            Train next = _waiting.Peek();
            _begun = TrySend(next, _destinations.Peek(), _begun, now);
            if (_begun < next.Count)
            {
                break;
            }

            _begun = 0;
            _waiting.TryDequeue(out Train sent);
            _destinations.Dequeue();
            sent.Buffer.Release();
        }

        if (!WantsWrite)
        {
            User?.HandleWritable(now);
        }
    }

    /// <summary>Goes on with a train; returns where it stops because the system's buffer is full: after the last segment, if it did not.</summary>
    private int TrySend(in Train train, in UdpEndpoint to, int first, Instant now)
    {
        int perCall = Math.Max(1, Math.Min(SegmentedUdpSocket.MaxSegments, Math.Min(SegmentedUdpSocket.MaxPayload, _drain.Quantum) / Math.Max(train.Length, 1)));
        while (first < train.Count)
        {
            Train part = first == 0 && perCall >= train.Count ? train : train.Slice(first, Math.Min(perCall, train.Count - first));
            UdpSent result = SendPart(part, to);
            if (result.Status == UdpStatus.WouldBlock)
            {
                return first + (NoteFull(result, now) / Math.Max(train.Length, 1));
            }

            Count(result.Status, part.TotalLength);
            first += part.Count;
        }

        return train.Count;
    }

    // The system doubles it, counts its own overhead in, and says that there is room when half is free: three trains, and the third tells.
    private void AskForRoom() => _socket.Socket.SendBufferSize = (int)Math.Min(SendBuffer, _drain.Quantum * 1.25);

    private UdpSent SendPart(in Train train, in UdpEndpoint to)
    {
        Span<IoVector> vectors = stackalloc IoVector[SegmentedUdpSocket.MaxSegments];
        return _socket.Send(vectors[..Fill(vectors, train)], train.Length, to);
    }

    private UdpSent SendTogether()
    {
        Span<IoVector> vectors = stackalloc IoVector[SegmentedUdpSocket.MaxSegments];
        int count = 0;
        for (int i = 0; i < _gathered.Count; i++)
        {
            count += Fill(vectors[count..], _gathered[i]);
        }

        return _socket.Send(vectors[..count], _gathered.SegmentLength, _gathered.Destination);
    }

    private static int Fill(Span<IoVector> vectors, in Train train)
    {
        // Slabs are pinned for ever: the addresses stay good after the fixed block.
        fixed (byte* memory = train.Buffer.Span)
        {
            byte* start = memory + train.Offset;
            if (train.IsContiguous)
            {
                vectors[0] = new IoVector(start, train.TotalLength);
                return 1;
            }

            for (int i = 0; i < train.Count; i++)
            {
                vectors[i] = new IoVector(start + (i * train.Stride), train.LengthOf(i));
            }

            return train.Count;
        }
    }

    // Where the system does not cut, some segments may have gone; never a part of one.
    private int NoteFull(in UdpSent part, Instant now)
    {
        Counters.SentBytes += part.BytesSent;
        _drain.NoteSent(part.BytesSent);
        if (_drain.NoteFull(now))
        {
            AskForRoom();
        }

        return part.BytesSent;
    }

    private void Count(UdpStatus status, int bytes)
    {
        switch (status)
        {
            case UdpStatus.Ok:
                Counters.Sent++;
                Counters.SentBytes += bytes;
                _drain.NoteSent(bytes);
                break;
            case UdpStatus.WouldBlock:
                Counters.DroppedQueueFull++;
                break;
            case UdpStatus.TooLarge:
                Counters.DroppedTooLarge++;
                break;
            default:
                Counters.DroppedUnsendable++;
                break;
        }
    }
}
