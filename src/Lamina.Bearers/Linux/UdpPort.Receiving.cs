using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <content>What comes in: train after train while there are any, each lent to the user for the call.</content>
public sealed partial class UdpPort
{
    private const int MaxReceivesPerTurn = 64;

    // Local layers may post to each other without an end: the rest is the driver's.
    private const int TurnBudget = 64;

    // Turns with one datagram, after which a second is looked for in one turn of eight only.
    private const int LoneTurns = 4;
    private const int LookEvery = 8;

    private const int LongestSmall = PacketPool.SmallCapacity - ReceiveHeadRoom;

    private PacketBuffer? _receiveBuffer;
    private int _loneTurns;

    private void ReceiveWaiting(Instant now)
    {
        for (int i = 0; i < MaxReceivesPerTurn && !_isClosed; i++)
        {
            if (_receiveBuffer is null && !_pool.TryRent(PacketPool.LargeCapacity, out _receiveBuffer))
            {
                _receiveBuffer = null;
                if (!Discard())
                {
                    return;
                }

                continue;
            }

            Span<byte> room = _receiveBuffer.Span.Slice(ReceiveHeadRoom, SegmentedUdpSocket.ReceiveBufferLength);
            UdpReceived result = _socket.Receive(room);
            if (result.Status == UdpStatus.WouldBlock)
            {
                _loneTurns = i == 1 ? _loneTurns + 1 : 0;
                return;
            }

            if (result.Status == UdpStatus.Ok && result.Length > 0)
            {
                Deliver(result, now);
            }

            // Where datagrams come one by one the second look is a system call in vain: the wait that follows looks anyway.
            if (i == 0 && _loneTurns >= LoneTurns)
            {
                _loneTurns++;
                if (_loneTurns % LookEvery != 0)
                {
                    return;
                }
            }
            else if (i > 0)
            {
                _loneTurns = 0;
            }
        }
    }

    /// <summary>Takes one datagram off the socket without room for it: a socket that stays readable would spin the loop.</summary>
    private bool Discard()
    {
        Span<byte> nowhere = stackalloc byte[1];
        if (_socket.Receive(nowhere).Status == UdpStatus.WouldBlock)
        {
            return false;
        }

        Counters.DroppedNoBuffer++;
        return true;
    }

    private void Deliver(in UdpReceived result, Instant now)
    {
        Counters.Received++;
        Counters.ReceivedBytes += result.Length;
        PacketBuffer buffer = _receiveBuffer!;
        // A small datagram that is kept must not hold 64 KiB; the copy is cheaper than a large buffer gone.
        if (result.Length <= LongestSmall && _pool.TryRent(PacketPool.SmallCapacity, out PacketBuffer small))
        {
            _pool.Copy(buffer.Span.Slice(ReceiveHeadRoom, result.Length), small.Span[ReceiveHeadRoom..]);
            HandUp(small, result, now);
            small.Release();
            PassOn(now);
            return;
        }

        // Held for the call: the user may close the port, which gives the receive buffer back.
        buffer.Retain();
        HandUp(buffer, result, now);
        PassOn(now);
        buffer.Release();
        if (!_isClosed && buffer.IsShared)
        {
            buffer.Release();
            _receiveBuffer = null;
        }
    }

    private void HandUp(PacketBuffer buffer, in UdpReceived result, Instant now)
    {
        Domain?.InputWait = result.Waited;
        User?.HandleDatagrams(Train.Contiguous(buffer, ReceiveHeadRoom, result.Length, result.SegmentSize), result.Sender, now);
        Domain?.InputWait = Duration.Zero;
    }

    // While the train is in the cache; and its buffer comes back, so that the next one is received into the same memory. Where no train waits
    // the rest does until the turn's end: an acknowledgement answers all that has come by then.
    private void PassOn(Instant now)
    {
        if (Domain?.RunQueue is { Trains: > 0 } queue)
        {
            queue.Drain(now, TurnBudget);
            Domain.Departures.Run(mayWait: false, now);
        }
    }
}
