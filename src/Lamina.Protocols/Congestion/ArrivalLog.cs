using Lamina.Core;
using Lamina.Wire.Allocation;
using Lamina.Wire.DataTransfer;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// What the destination of a flow's packets knows of their way. The first packet of a new marker is answered; a source that asks
/// more often than every 250 us on average gets 16 answers at once, and then one in that time or for 16 KiB.
/// </summary>
public sealed class ArrivalLog
{
    private const int Burst = 16;

    // On a short path a window may be sent in less than an interval, and the source stands still until it is told.
    private const int FreeBytes = 16 * 1024;

    private static readonly Duration Interval = Duration.FromMicroseconds(250);

    private static readonly Duration Overtaking = Duration.FromMilliseconds(100);

    private ulong _received;
    private ulong _weight;
    private ulong _since;
    private byte _least = CongestionByte.LastLevel;
    private byte _marker;

    // The marker of the last packet, where it was not believed.
    private byte _doubtful;
    private Instant _changedAt;
    private Instant _paidUntil;

    /// <summary>Packets came, all with this congestion byte.</summary>
    /// <param name="congestion">The byte.</param>
    /// <param name="bytes">Bytes of the packets, the layer's header not counted.</param>
    /// <param name="now">The present.</param>
    /// <param name="report">What the source is to be told.</param>
    /// <returns>True where it is to be told.</returns>
    public bool Note(byte congestion, int bytes, Instant now, out ArrivalReport report)
    {
        byte level = CongestionByte.LevelOf(congestion);
        byte marker = CongestionByte.MarkerOf(congestion);
        ulong before = _received;
        _received += (ulong)bytes;
        _since += (ulong)bytes;
        _weight += (ulong)bytes * level;
        _least = Math.Min(_least, level);

        if (!IsNews(marker, now) || !IsPaidFor(now))
        {
            report = default;
            return false;
        }

        _marker = marker;
        _changedAt = now;
        byte mean = (byte)Math.Max(_least, ((2 * _weight) + _since) / Math.Max(1, 2 * _since));
        report = new(marker, _least, mean, before, (uint)(now.Nanoseconds / 1000));
        (_weight, _since, _least) = (0, 0, CongestionByte.LastLevel);
        return true;
    }

    // Markers count from 1 to 7 and round again. One of the three before is a packet that was overtaken, or came twice; so is a single one
    // that seems to skip some, for a marker is on many packets. After a pause any may be new: several in a row were lost.
    private bool IsNews(byte marker, Instant now)
    {
        byte doubtful = _doubtful;
        _doubtful = 0;
        int ahead = (marker - _marker + CongestionByte.LastMarker) % CongestionByte.LastMarker;
        if (marker == 0 || marker == _marker)
        {
            return false;
        }

        if (_marker == 0 || ahead == 1 || now - _changedAt >= Overtaking)
        {
            return true;
        }

        _doubtful = marker;
        return ahead <= CongestionByte.LastMarker / 2 && marker == doubtful;
    }

    private bool IsPaidFor(Instant now)
    {
        if (_since >= FreeBytes)
        {
            return true;
        }

        Instant next = Instant.Max(_paidUntil, now) + Interval;
        if (next - now > Interval * Burst)
        {
            return false;
        }

        _paidUntil = next;
        return true;
    }
}
