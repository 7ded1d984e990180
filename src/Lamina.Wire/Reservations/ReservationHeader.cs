using Lamina.Core;

namespace Lamina.Wire.Reservations;

/// <summary>How every message of reservation starts; another version is dropped, and whoever asked hears nothing.</summary>
public static class ReservationHeader
{
    /// <summary>The version that this code speaks.</summary>
    public const byte Version = 1;

    /// <summary>Bytes of the longest message.</summary>
    public const int MaxLength = 48;

    /// <summary>The kind of a message; 0 where it is none that can be read here.</summary>
    public static ReservationKind KindOf(ReadOnlySpan<byte> message) =>
        message.Length < 2 || message[0] != Version ? 0 : (ReservationKind)message[1];

    internal static void Write(ref SpanWriter writer, ReservationKind kind)
    {
        writer.WriteByte(Version);
        writer.WriteByte((byte)kind);
    }

    internal static bool TryRead(ref SpanReader reader, ReservationKind kind)
    {
        byte version = reader.ReadByte();
        byte read = reader.ReadByte();
        return version == Version && read == (byte)kind && !reader.Failed;
    }
}
