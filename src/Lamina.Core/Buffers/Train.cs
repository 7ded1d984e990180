namespace Lamina.Core;

/// <summary>
/// One or more packets ("segments") of one flow in one <see cref="PacketBuffer"/>, equally spaced, all of one length
/// but the last, which may be shorter. What makes a user-space stack fast: it stays whole from the writer down to
/// segmentation offload, and from receive offload up to the reader. A single packet is a train of one.
/// <code>
///  buffer: | head room | segment 0 | head room | segment 1 | head room | last |
///                      ^ Offset                ^ Offset + Stride
///                      |--Length---|           |--Length---|           |-LastLength-|
/// </code>
/// <para>
/// Pushing a header extends every segment downwards in place; popping takes it off. When the last layer has pushed
/// its header, Length equals Stride: the train is contiguous, and one system call sends it.
/// </para>
/// <para>
/// Ownership: a train is a view and holds nothing by itself. <c>Transmit</c> consumes one reference of the buffer;
/// a train that is handed up is lent, and who keeps it retains the buffer.
/// </para>
/// </summary>
public struct Train
{
    /// <summary>The memory that the segments lie in.</summary>
    public PacketBuffer Buffer;

    /// <summary>Where the first segment starts in the buffer.</summary>
    public int Offset;

    /// <summary>Distance from the start of a segment to the start of the next.</summary>
    public int Stride;

    /// <summary>Bytes of every segment but the last.</summary>
    public int Length;

    /// <summary>Bytes of the last segment: at most <see cref="Length"/>.</summary>
    public int LastLength;

    /// <summary>Number of segments, 1 or more.</summary>
    public int Count;

    /// <summary>Bytes in front of every segment that may be pushed over.</summary>
    public int HeadRoom;

    /// <summary>A train of one packet.</summary>
    /// <param name="buffer">The memory.</param>
    /// <param name="offset">Where the packet starts; all bytes before it are head room.</param>
    /// <param name="length">Its length in bytes.</param>
    public static Train Single(PacketBuffer buffer, int offset, int length) => new()
    {
        Buffer = buffer,
        Offset = offset,
        Stride = length,
        Length = length,
        LastLength = length,
        Count = 1,
        HeadRoom = offset,
    };

    /// <summary>Contiguous segments without room between them, as receive offload delivers them.</summary>
    /// <param name="buffer">The memory.</param>
    /// <param name="offset">Where the first segment starts.</param>
    /// <param name="totalLength">Bytes in all.</param>
    /// <param name="segmentLength">Bytes of each segment but the last.</param>
    public static Train Contiguous(PacketBuffer buffer, int offset, int totalLength, int segmentLength)
    {
        if (totalLength <= segmentLength || segmentLength <= 0)
        {
            return Single(buffer, offset, totalLength);
        }

        int count = (totalLength + segmentLength - 1) / segmentLength;
        return new()
        {
            Buffer = buffer,
            Offset = offset,
            Stride = segmentLength,
            Length = segmentLength,
            LastLength = totalLength - ((count - 1) * segmentLength),
            Count = count,
            HeadRoom = 0,
        };
    }

    /// <summary>Bytes of all segments, head room not counted.</summary>
    public readonly int TotalLength => ((Count - 1) * Length) + LastLength;

    /// <summary>True where the segments follow each other without a gap.</summary>
    public readonly bool IsContiguous => Count == 1 || Length == Stride;

    /// <summary>The shortest segment's length: what a header must fit into before it is read from all of them.</summary>
    public readonly int ShortestLength => LastLength;

    /// <summary>The bytes of one segment.</summary>
    public readonly Span<byte> this[int index] => Buffer.Span.Slice(Offset + (index * Stride), LengthOf(index));

    /// <summary>Bytes of one segment.</summary>
    public readonly int LengthOf(int index) => index == Count - 1 ? LastLength : Length;

    /// <summary>Extends every segment downwards; the caller then writes the header. Needs that much <see cref="HeadRoom"/>.</summary>
    public void Push(int bytes)
    {
        if (bytes > HeadRoom)
        {
            throw new InvalidOperationException("a header was pushed without head room for it");
        }

        Offset -= bytes;
        Length += bytes;
        LastLength += bytes;
        HeadRoom -= bytes;
    }

    /// <summary>Takes so many bytes off the front of every segment. Needs <see cref="ShortestLength"/> of at least that.</summary>
    public void Pop(int bytes)
    {
        if (bytes > LastLength)
        {
            throw new InvalidOperationException("a header was popped from a shorter segment");
        }

        Offset += bytes;
        Length -= bytes;
        LastLength -= bytes;
        HeadRoom += bytes;
    }

    /// <summary>Some segments of this train, in place.</summary>
    public readonly Train Slice(int first, int count)
    {
        Train part = this;
        part.Offset = Offset + (first * Stride);
        part.Count = count;
        part.LastLength = first + count == Count ? LastLength : Length;
        if (count == 1)
        {
            part.Length = part.LastLength;
        }

        return part;
    }

    /// <summary>Copies the segments into a new buffer with at least <paramref name="headRoom"/> in front of each.</summary>
    /// <remarks>The slow way out when a route needs larger headers than the train has room for; callers count it.</remarks>
    /// <returns>False when the pool is exhausted or the result does not fit into one buffer.</returns>
    public readonly bool TryCopy(PacketPool pool, int headRoom, out Train copy)
    {
        int stride = Length + headRoom;
        int needed = (Count * headRoom) + TotalLength;
        if (needed > PacketPool.LargeCapacity || !pool.TryRent(needed, out PacketBuffer buffer))
        {
            copy = default;
            return false;
        }

        copy = this;
        copy.Buffer = buffer;
        copy.Offset = headRoom;
        copy.Stride = stride;
        copy.HeadRoom = headRoom;
        for (int i = 0; i < Count; i++)
        {
            pool.Copy(this[i], copy[i]);
        }

        return true;
    }
}
