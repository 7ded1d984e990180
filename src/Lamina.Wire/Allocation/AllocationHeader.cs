using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// How every message of flow allocation starts, in every version: so that a refusal can name the request and find its
/// way back, whatever follows.
/// <code>
///   0        1        2                                10          10+n
///  +--------+--------+--------------------------------+-----------+
///  |version |  kind  |       EID of the sender's end  |  address  |
///  +--------+--------+--------------------------------+-----------+
/// </code>
/// The address is the sender's, in the layer's address size n; 0 bytes where the layer below tells who sent (udp).
/// Version 0 is the refusal itself, which every version can read.
/// </summary>
/// <param name="Version">Version of what follows.</param>
/// <param name="Kind">Kind of message.</param>
/// <param name="Eid">EID of the sender's end; 0 where it has none.</param>
/// <param name="Address">Address of the sender; 0 where the layer has none.</param>
public readonly record struct AllocationHeader(byte Version, AllocationKind Kind, ulong Eid, ulong Address)
{
    /// <summary>The version that this code speaks.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The version of the refusal.</summary>
    public const byte RefusalVersion = 0;

    /// <summary>EIDs below belong to the components of an IPC process.</summary>
    public const ulong FirstFlowEid = 64;

    /// <summary>Bytes, with addresses of the given size.</summary>
    public static int LengthWith(int addressSize) => 10 + addressSize;

    /// <summary>Reads it.</summary>
    /// <returns>False when the message is too short.</returns>
    public static bool TryRead(ref SpanReader reader, int addressSize, out AllocationHeader header)
    {
        header = new(reader.ReadByte(), (AllocationKind)reader.ReadByte(), reader.ReadUInt64(), reader.ReadNumber(addressSize));
        return !reader.Failed;
    }

    /// <summary>Writes it.</summary>
    public void Write(ref SpanWriter writer, int addressSize)
    {
        writer.WriteByte(Version);
        writer.WriteByte((byte)Kind);
        writer.WriteUInt64(Eid);
        writer.WriteNumber(Address, addressSize);
    }

    /// <summary>Reads the header of a message of one kind in the current version.</summary>
    internal static bool TryRead(ref SpanReader reader, int addressSize, AllocationKind kind, out AllocationHeader header) =>
        TryRead(ref reader, addressSize, out header) && header.Version == CurrentVersion && header.Kind == kind;
}
