using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The way of a flow's packets between the element that makes them and the flow below: through the packet elements of the
/// composition, in order. They are called in a loop over an array of at most two; no composition costs more.
/// </summary>
internal sealed class PacketPath
{
    // Room for what encapsulation the kernel adds, below the longest UDP datagram of 65507 bytes.
    private const int MaxTrainBytes = 65507 - 64;

    private const int MinPacket = 128;

    private readonly LowerFlow _lower;
    private readonly IPacketElement[] _elements;
    private readonly int _ownRoom;

    public PacketPath(MachineContext context, LowerFlow lower, IPacketElement[] elements, FlowEndCounters counters, int maxPacket)
    {
        Context = context;
        Counters = counters;
        _lower = lower;
        _elements = elements;
        foreach (IPacketElement element in elements)
        {
            _ownRoom += element.HeadRoom;
        }

        MaxPacketSize = Math.Min(lower.MaxPacketSize, Math.Max(maxPacket, MinPacket)) - _ownRoom;
    }

    public MachineContext Context { get; }

    public FlowEndCounters Counters { get; }

    /// <summary>Longest packet that the elements take, their headers not counted. It is fixed: segments are cut only once.</summary>
    public int MaxPacketSize { get; }

    /// <summary>Bytes that everything below pushes in front of a packet.</summary>
    public int HeadRoom => _lower.HeadRoom + _ownRoom;

    /// <summary>True while the flow below takes anything; it tells when that changes from false.</summary>
    public bool HasCredit => _lower.Credit > 0;

    /// <summary>True where a packet of a length may be sent now. Where not, <see cref="HasCredit"/> sees to it that somebody tells.</summary>
    public bool Takes(int length) => _lower.HasCreditFor(Math.Max(1, length + _ownRoom));

    /// <summary>Packets of a length that may be sent now.</summary>
    public int PacketsOf(int length) => _lower.Credit / Math.Max(1, length + _ownRoom);

    /// <summary>True where the flow below takes so many bytes of payload now, in so many packets with a header each.</summary>
    public bool HasCreditFor(int payload, int packets, int header) =>
        _lower.TryReserve((int)Math.Min(int.MaxValue, payload + ((long)packets * (header + _ownRoom))));

    /// <summary>Sends a train and one reference of its buffer.</summary>
    public void Send(Train train, Instant now)
    {
        foreach (IPacketElement element in _elements)
        {
            if (!element.TryDown(ref train, now))
            {
                return;
            }
        }

        Counters.TrainsSent++;
        _lower.Transmit(train, now);
    }

    /// <summary>Checks and strips a train of at most 64 segments that came.</summary>
    /// <returns>The segments that passed.</returns>
    public ulong Receive(ref Train train, Instant now)
    {
        ulong good = TrainBits.All(train.Count);
        for (int i = _elements.Length - 1; i >= 0 && good != 0; i--)
        {
            good = _elements[i].Up(ref train, good, now);
        }

        return good;
    }

    /// <summary>
    /// Lays a payload out as one train: room for the headers below, the maker's header (not written here), a fragment; and
    /// so on, with one stride that leaves no gap when the last layer has pushed its header. The one copy on the way down.
    /// </summary>
    /// <param name="header">Bytes of the maker's header.</param>
    /// <param name="segment">Payload bytes of each segment.</param>
    /// <param name="maxCount">Most segments, 1 or more.</param>
    /// <param name="payload">What to send.</param>
    /// <param name="train">The segments, each starting with the maker's header; the caller holds the buffer.</param>
    /// <param name="taken">Bytes of the payload that are in it.</param>
    /// <returns>False when the pool is exhausted.</returns>
    public bool TryLay(int header, int segment, int maxCount, ReadOnlySpan<byte> payload, out Train train, out int taken)
    {
        int room = HeadRoom;
        int stride = room + header + segment;
        int fitting = Math.Min(TrainBits.MaxSegments, MaxTrainBytes / stride);
        int needed = payload.Length <= segment ? 1 : (payload.Length + segment - 1) / segment;
        int count = Math.Max(1, Math.Min(needed, Math.Min(fitting, maxCount)));
        taken = (int)Math.Min(payload.Length, (long)count * segment);
        int last = taken - ((count - 1) * segment);
        int capacity = ((count - 1) * stride) + room + header + last;
        if (!Context.Pool.TryRent(capacity, out PacketBuffer buffer))
        {
            train = default;
            taken = 0;
            return false;
        }

        train = new Train
        {
            Buffer = buffer,
            Offset = room,
            Stride = stride,
            Length = header + (count == 1 ? last : segment),
            LastLength = header + last,
            Count = count,
            HeadRoom = room,
        };
        for (int i = 0, at = 0; i < count; i++, at += segment)
        {
            int length = i == count - 1 ? last : segment;
            Context.Pool.Copy(payload.Slice(at, length), buffer.Span[(room + (i * stride) + header)..]);
        }

        return true;
    }

    /// <summary>The longest fragment with a header of so many bytes in front of it.</summary>
    public int FragmentSize(int header) => Math.Min(MaxPacketSize, MaxTrainBytes - HeadRoom) - header;
}
