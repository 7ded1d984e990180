using Lamina.Core;

namespace Lamina.Wire.Reservations;

/// <summary>
/// Says to the owner of a reservation what became of it: the destination, or the member that could not keep it.
/// <code>
///  +-----------+--------+----------+---------------+-----------+
///  | version 1 | kind 2 | serial 4 | owner's EID 8 | verdict 1 |
///  +-----------+--------+----------+---------------+-----------+
/// </code>
/// </summary>
/// <param name="Serial">The asking that is answered.</param>
/// <param name="OwnerEid">The owner's end of the flow.</param>
/// <param name="Verdict">What became of it.</param>
public readonly record struct ReservationAnswer(uint Serial, ulong OwnerEid, ReservationVerdict Verdict)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out ReservationAnswer message)
    {
        var reader = new SpanReader(from);
        bool isOne = ReservationHeader.TryRead(ref reader, ReservationKind.Answer);
        uint serial = reader.ReadUInt32();
        ulong eid = reader.ReadUInt64();
        var verdict = (ReservationVerdict)reader.ReadByte();
        message = new(serial, eid, verdict <= ReservationVerdict.Unknown ? verdict : ReservationVerdict.Refused);
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        ReservationHeader.Write(ref writer, ReservationKind.Answer);
        writer.WriteUInt32(Serial);
        writer.WriteUInt64(OwnerEid);
        writer.WriteByte((byte)Verdict);
        return writer.Failed ? 0 : writer.Length;
    }
}
