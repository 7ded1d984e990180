using System.Buffers.Binary;

namespace Lamina.Wire.Attach;

/// <summary>
/// Daemon: what a flow may have sent in all. A record in the ring to the application, whose tag is 0, which is no flow's number.
/// <code>
/// flow 4 | limit 4
/// </code>
/// The limit is a sum since the flow began, in what packets are charged (<see cref="AttachCredit"/>), modulo 2^32: the last one counts.
/// </summary>
/// <param name="Flow">The flow's number.</param>
/// <param name="Limit">Its limit.</param>
public readonly record struct AttachGrant(uint Flow, uint Limit)
{
    /// <summary>The ring's tag of grants.</summary>
    public const uint Tag = 0;

    /// <summary>Bytes of the record.</summary>
    public const int Length = 8;

    /// <summary>Writes the record.</summary>
    public void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt32BigEndian(record, Flow);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], Limit);
    }

    /// <summary>Reads the record, each byte once; longer ones are from later versions.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out AttachGrant grant)
    {
        if (record.Length < Length)
        {
            grant = default;
            return false;
        }

        grant = new AttachGrant(BinaryPrimitives.ReadUInt32BigEndian(record), BinaryPrimitives.ReadUInt32BigEndian(record[4..]));
        return true;
    }
}
