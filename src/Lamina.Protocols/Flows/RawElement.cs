using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>No FRCP: a message is a packet, and packets are delivered as they come.</summary>
internal sealed class RawElement(PacketPath path, MessageQueue queue) : IMessageElement
{
    // Credit that is too small for the message, but not 0, is not announced when it grows: ask again.
    private static readonly Duration RetryDelay = Duration.FromMilliseconds(1);

    private readonly int _longest = path.FragmentSize(header: 0);

    public bool IsSettled => true;

    public bool WantsFlush => false;

    public CloseReason Failure => CloseReason.None;

    public Instant NextTimeout { get; private set; } = Instant.Never;

    public bool IsOver(Instant now) => NextTimeout == Instant.Never;

    public bool IsWritable => path.Takes(_longest) || path.PacketsOf(_longest) > 0;

    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now)
    {
        if (!path.Takes(message.Length))
        {
            NextTimeout = path.HasCredit ? now + RetryDelay : Instant.Never;
            return WriteStatus.Blocked;
        }

        NextTimeout = Instant.Never;
        written = message.Length;
        if (!path.TryLay(header: 0, Math.Max(1, message.Length), maxCount: 1, message, out Train train, out _))
        {
            // Nobody tells when the pool has room again, and the flow promises nothing.
            path.Counters.Drop(DropReason.NoBuffer);
            return WriteStatus.Done;
        }

        path.Counters.Sent++;
        path.Send(train, now);
        return WriteStatus.Done;
    }

    public bool HasRoomFor(int length, Instant now) => path.Takes(length) || path.PacketsOf(length) > 0;

    public void HandleTrain(in Train train, Instant now)
    {
        int fitting = queue.Fitting(train);
        if (fitting < train.Count)
        {
            path.Counters.Drop(DropReason.QueueFull, train.Count - fitting);
        }

        if (fitting > 0)
        {
            queue.Append(train.Slice(0, fitting));
        }
    }

    public void HandleRead(Instant now)
    {
    }

    public bool HandleTimeout(Instant now)
    {
        if (now < NextTimeout)
        {
            return false;
        }

        NextTimeout = Instant.Never;
        return true;
    }

    public void Flush(Instant now)
    {
    }

    public void BeginClose()
    {
    }

    public void Release()
    {
    }
}
