using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Trains of a turn that one call sends: to one place, of segments of one length. Only the very last segment may be shorter, so one that is ends it.
/// <code>
///  train of flow 7      train of flow 12     answer of flow 3
///  |1452|1452|1452|     |1452|1452|          |80|                 one call, cut every 1452 bytes
/// </code>
/// Holds the references of the trains' buffers; whoever empties it has them from then on.
/// </summary>
internal sealed class GatheredTrains
{
    private readonly Train[] _trains = new Train[SegmentedUdpSocket.MaxSegments];

    /// <summary>Trains in it.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their segments.</summary>
    public int Bytes { get; private set; }

    /// <summary>Their segments.</summary>
    public int Segments { get; private set; }

    /// <summary>Where they go; only while there are any.</summary>
    public UdpEndpoint Destination { get; private set; }

    /// <summary>Bytes of every segment but the last; only while there are any.</summary>
    public int SegmentLength { get; private set; }

    /// <summary>Nothing fits behind the last of them; only while there are any.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>One of them, in the order in which they came.</summary>
    public ref readonly Train this[int index] => ref _trains[index];

    /// <summary>Whether a train is gathered at all: others are to fit beside it. An empty datagram would be cut out of nothing.</summary>
    public static bool Takes(in Train train, int mostBytes) =>
        train.TotalLength <= mostBytes / 2 && train.Count <= SegmentedUdpSocket.MaxSegments && train.LastLength > 0;

    /// <summary>Takes a train in, with the reference that the caller holds, if one call can send it with those that are here.</summary>
    /// <param name="train">One that <see cref="Takes"/> says yes to.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="mostBytes">Bytes that one call takes. The first train is taken in whatever its length.</param>
    public bool TryAdd(in Train train, in UdpEndpoint to, int mostBytes)
    {
        if (Count == 0)
        {
            (Destination, SegmentLength) = (to, train.Length);
        }
        else if (!Continues(train, to, mostBytes))
        {
            return false;
        }

        _trains[Count++] = train;
        Bytes += train.TotalLength;
        Segments += train.Count;
        IsEnded = train.LastLength < SegmentLength || Segments == SegmentedUdpSocket.MaxSegments;
        return true;
    }

    /// <summary>Forgets them; their references are the caller's.</summary>
    public void Clear()
    {
        Array.Clear(_trains, 0, Count);
        (Count, Bytes, Segments) = (0, 0, 0);
    }

    private bool Continues(in Train train, in UdpEndpoint to, int mostBytes) =>
        !IsEnded
        && (train.Length == SegmentLength || (train.Count == 1 && train.Length < SegmentLength))
        && Segments + train.Count <= SegmentedUdpSocket.MaxSegments
        && Bytes + train.TotalLength <= mostBytes
        && Destination == to;
}
