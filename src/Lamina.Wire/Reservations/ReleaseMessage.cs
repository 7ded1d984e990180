using Lamina.Core;

namespace Lamina.Wire.Reservations;

/// <summary>
/// Gives a reservation back, from member to member along its way.
/// <code>
///  +-----------+--------+---------+---------------+
///  | version 1 | kind 3 | owner 8 | owner's EID 8 |
///  +-----------+--------+---------+---------------+
/// </code>
/// </summary>
/// <param name="Owner">The member that sent the packets.</param>
/// <param name="OwnerEid">Its end of the flow.</param>
public readonly record struct ReleaseMessage(Address Owner, ulong OwnerEid)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out ReleaseMessage message)
    {
        var reader = new SpanReader(from);
        bool isOne = ReservationHeader.TryRead(ref reader, ReservationKind.Release);
        message = new(new Address(reader.ReadUInt64()), reader.ReadUInt64());
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        ReservationHeader.Write(ref writer, ReservationKind.Release);
        writer.WriteUInt64(Owner.Value);
        writer.WriteUInt64(OwnerEid);
        return writer.Failed ? 0 : writer.Length;
    }
}
