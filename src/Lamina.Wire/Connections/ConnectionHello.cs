using Lamina.Core;

namespace Lamina.Wire.Connections;

/// <summary>
/// What IPC processes tell each other when a flow between them is allocated, in both directions, in the piggybacked data:
/// no round trip of its own.
/// <code>
/// +---------+-----------+-----------+-----------+----------+-----------+--------------+
/// | magic 1 | component | min vers. | max vers. | addr. 8  | length 1  | layer hash   |
/// +---------+-----------+-----------+-----------+----------+-----------+--------------+
/// </code>
/// The address is 0 and the hash empty (length 0) where the sender is not a member yet.
/// </summary>
/// <param name="Component">What the flow is for.</param>
/// <param name="MinVersion">The oldest version that the sender speaks.</param>
/// <param name="MaxVersion">The newest version that the sender speaks.</param>
/// <param name="Address">The sender's address in the layer.</param>
/// <param name="LayerHash">Hash of the layer's name.</param>
public readonly record struct ConnectionHello(
    ConnectionComponent Component, byte MinVersion, byte MaxVersion, Address Address, NameHash LayerHash)
{
    /// <summary>Longest hello in bytes.</summary>
    public const int MaxLength = 13 + NameHash.MaxLength;

    // Tells a hello from data that a program of another kind has sent to an IPC process by mistake.
    private const byte Magic = 0x4C;

    /// <summary>Reads a hello.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ConnectionHello hello)
    {
        var reader = new SpanReader(bytes);
        byte magic = reader.ReadByte();
        var component = (ConnectionComponent)reader.ReadByte();
        byte min = reader.ReadByte();
        byte max = reader.ReadByte();
        var address = new Address(reader.ReadUInt64());
        ReadOnlySpan<byte> hashBytes = reader.ReadBytes(reader.ReadByte());
        NameHash hash = default;
        bool good = !reader.Failed
            && magic == Magic
            && component is >= ConnectionComponent.Enrolment and <= ConnectionComponent.DataTransfer
            && min <= max
            && (hashBytes.Length == 0 || NameHash.TryFromBytes(hashBytes, out hash));
        hello = good ? new(component, min, max, address, hash) : default;
        return good;
    }

    /// <summary>Writes the hello into a span of at least <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        writer.WriteByte(Magic);
        writer.WriteByte((byte)Component);
        writer.WriteByte(MinVersion);
        writer.WriteByte(MaxVersion);
        writer.WriteUInt64(Address.Value);
        writer.WriteByte((byte)LayerHash.Length);
        LayerHash.CopyTo(target[writer.Length..]);
        return writer.Length + LayerHash.Length;
    }
}
