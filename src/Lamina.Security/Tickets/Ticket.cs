using System.Text;
using Lamina.Core;
using Lamina.Core.Integrity;

namespace Lamina.Security.Tickets;

/// <summary>
/// All that it takes to join a layer, in one line: where a member is, how it is known, and the proof of being invited. A secret until it is used up.
/// <code>
/// +-----------+----------+-----------+----------+--------------------+
/// | flags = 0 | number 4 | secret 16 | roots 16 | date 4, since 1970 |
/// +-----------+----------+-----------+----------+--------------------+--------+----------+
/// | length 1, layer's name | k 1 | k times: family 1 (4, 6), address 4 or 16, port 2 | CRC32C 4 |
/// +------------------------+-----+----------------------------------------------------+----------+
/// </code>
/// </summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Places">Where a member of it is that knows of the invitation: 1 to <see cref="MaxPlaces"/>, each once.</param>
/// <param name="Roots">Whom to believe there.</param>
/// <param name="Number">How the inviter finds the invitation.</param>
/// <param name="Secret">The proof, <see cref="TicketSecret.Length"/> bytes.</param>
/// <param name="NotAfter">Valid until then; to the second.</param>
public sealed record Ticket(
    Name Layer, IReadOnlyList<UdpEndpoint> Places, RootsFingerprint Roots, uint Number, ReadOnlyMemory<byte> Secret, DateTimeOffset NotAfter)
{
    /// <summary>How every ticket of this form begins.</summary>
    public const string Prefix = "lamina1:";

    /// <summary>The most places.</summary>
    public const int MaxPlaces = 4;

    /// <summary>Bytes of the longest.</summary>
    internal const int MaxLength = Fixed + Name.MaxLength + (MaxPlaces * (1 + UdpEndpoint.AddressLength + 2)) + Crc32C.Length;

    private const int Fixed = 1 + 4 + TicketSecret.Length + RootsFingerprint.Length + 4 + 1 + 1;
    private const byte IPv4 = 4;
    private const byte IPv6 = 6;

    /// <summary>The key of its handshake.</summary>
    public byte[] Key => TicketSecret.KeyOf(Number, Secret.Span);

    /// <summary>Reads what <see cref="ToString"/> wrote, also with spaces, line ends and capitals that came on the way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence about the ticket; empty where nothing is.</param>
    public static bool TryParse(string text, out Ticket? ticket, out string problem) => TicketText.TryParse(text, out ticket, out problem);

    /// <summary>As it is told.</summary>
    public override string ToString() => Prefix + Base32.Write(Write());

    /// <summary>As bytes.</summary>
    public byte[] Write()
    {
        var writer = new SpanWriter(new byte[MaxLength]);
        byte[] name = Encoding.UTF8.GetBytes(Layer.Value);
        writer.WriteByte(0);
        writer.WriteUInt32(Number);
        writer.WriteBytes(Secret.Span);
        WriteNumber(ref writer, Roots.Value, RootsFingerprint.Length);
        writer.WriteUInt32((uint)NotAfter.ToUnixTimeSeconds());
        writer.WriteByte((byte)name.Length);
        writer.WriteBytes(name);
        writer.WriteByte((byte)Places.Count);
        foreach (UdpEndpoint place in Places)
        {
            writer.WriteByte(place.IsIPv4 ? IPv4 : IPv6);
            WriteNumber(ref writer, place.IsIPv4 ? place.IPv4 : place.Address, place.IsIPv4 ? 4 : UdpEndpoint.AddressLength);
            writer.WriteUInt16(place.Port);
        }

        writer.WriteUInt32(Crc32C.Compute(writer.Written));
        return writer.Written.ToArray();
    }

    /// <summary>Reads bytes, and nothing behind them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ticket? ticket)
    {
        ticket = null;
        if (!HasChecksum(bytes))
        {
            return false;
        }

        var reader = new SpanReader(bytes[..^Crc32C.Length]);
        byte flags = reader.ReadByte();
        uint number = reader.ReadUInt32();
        ReadOnlySpan<byte> secret = reader.ReadBytes(TicketSecret.Length);
        UInt128 roots = ReadNumber(ref reader, RootsFingerprint.Length);
        uint date = reader.ReadUInt32();
        ReadOnlySpan<byte> name = reader.ReadBytes(reader.ReadByte());
        int count = reader.ReadByte();
        if (reader.Failed || flags != 0 || count is 0 or > MaxPlaces || !System.Text.Unicode.Utf8.IsValid(name)
            || !Name.TryParse(Encoding.UTF8.GetString(name), out Name layer))
        {
            return false;
        }

        UdpEndpoint[] places = new UdpEndpoint[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryReadPlace(ref reader, out places[i]) || places.AsSpan(0, i).Contains(places[i]))
            {
                return false;
            }
        }

        if (reader.Failed || !reader.Rest.IsEmpty)
        {
            return false;
        }

        ticket = new Ticket(layer, places, new RootsFingerprint(roots), number, secret.ToArray(), DateTimeOffset.FromUnixTimeSeconds(date));
        return true;
    }

    /// <summary>True where nothing was mistyped.</summary>
    internal static bool HasChecksum(ReadOnlySpan<byte> bytes) =>
        bytes.Length > Fixed + Crc32C.Length && bytes.Length <= MaxLength
        && new SpanReader(bytes[^Crc32C.Length..]).ReadUInt32() == Crc32C.Compute(bytes[..^Crc32C.Length]);

    private static bool TryReadPlace(ref SpanReader reader, out UdpEndpoint place)
    {
        byte family = reader.ReadByte();
        place = default;
        if (family is not (IPv4 or IPv6))
        {
            return false;
        }

        UInt128 address = ReadNumber(ref reader, family == IPv4 ? 4 : UdpEndpoint.AddressLength);
        ushort port = reader.ReadUInt16();
        place = family == IPv4 ? UdpEndpoint.FromIPv4((uint)address, port) : new UdpEndpoint(address, port);
        return !reader.Failed && port != 0 && place.IsIPv4 == (family == IPv4);
    }

    private static void WriteNumber(ref SpanWriter writer, UInt128 value, int size)
    {
        if (size > sizeof(ulong))
        {
            writer.WriteUInt64((ulong)(value >> 64));
        }

        writer.WriteNumber((ulong)value, Math.Min(size, sizeof(ulong)));
    }

    private static UInt128 ReadNumber(ref SpanReader reader, int size)
    {
        UInt128 high = size > sizeof(ulong) ? reader.ReadUInt64() : 0;
        return (high << 64) | reader.ReadNumber(Math.Min(size, sizeof(ulong)));
    }
}
