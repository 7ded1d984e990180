using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <content>What goes out: at once, or in a bounded queue while the system's buffer is full.</content>
public sealed unsafe partial class UdpPort
{
    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (_drain.TryForget(now))
        {
            AskForRoom();
        }

        int sent = _isClosed || WantsWrite ? 0 : TrySend(train, to, 0, now);
        if (sent == train.Count)
        {
            train.Buffer.Release();
        }
        else
        {
            Wait(train.Slice(sent, train.Count - sent), to);
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
                Count(result, datagram);
            }
        }

        datagram.Buffer.Release();
        return status != UdpStatus.TooLarge;
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
                // Where the system does not cut, some segments may have gone; never a part of one.
                Counters.SentBytes += result.BytesSent;
                _drain.NoteSent(result.BytesSent);
                if (_drain.NoteFull(now))
                {
                    AskForRoom();
                }

                return first + (result.BytesSent / Math.Max(train.Length, 1));
            }

            Count(result, part);
            first += part.Count;
        }

        return train.Count;
    }

    // The system doubles it, counts its own overhead in, and says that there is room when half is free: three trains, and the third tells.
    private void AskForRoom() => _socket.Socket.SendBufferSize = (int)Math.Min(SendBuffer, _drain.Quantum * 1.25);

    private UdpSent SendPart(in Train train, in UdpEndpoint to)
    {
        Span<IoVector> vectors = stackalloc IoVector[SegmentedUdpSocket.MaxSegments];
        // Slabs are pinned for ever: the addresses stay good after the fixed block.
        fixed (byte* memory = train.Buffer.Span)
        {
            byte* start = memory + train.Offset;
            if (train.IsContiguous)
            {
                vectors[0] = new IoVector(start, train.TotalLength);
                return _socket.Send(vectors[..1], train.Length, to);
            }

            for (int i = 0; i < train.Count; i++)
            {
                vectors[i] = new IoVector(start + (i * train.Stride), train.LengthOf(i));
            }

            return _socket.Send(vectors[..train.Count], train.Length, to);
        }
    }

    private void Count(in UdpSent result, in Train train)
    {
        switch (result.Status)
        {
            case UdpStatus.Ok:
                Counters.Sent++;
                Counters.SentBytes += train.TotalLength;
                _drain.NoteSent(train.TotalLength);
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
