using System.Buffers.Binary;
using System.Text;
using Lamina.Core;
using Lamina.Core.Integrity;

namespace Lamina.Wire.Connections;

/// <summary>
/// What IPC processes tell each other when a flow between them is allocated, in both directions, in the piggybacked data:
/// no round trip of its own. One layout in all versions, so that who does not fit can say why.
/// <code>
/// +---------+-----------+-----------+-----------+------------+-----------+
/// | magic 1 | component | min vers. | max vers. | instance 8 | address 8 |
/// +---------+-----------+-----------+-----------+------------+-----------+
/// | length 1, layer hash | length 1, protocol | length 1, process        |
/// +----------------------+--------------------+--------------------------+
/// | CRC32C of all that stands before                                   4 |      later versions append
/// +----------------------------------------------------------------------+
/// </code>
/// The instance and the address are 0 and the hash empty (length 0) where the sender is not a member yet. The sum is there because an
/// address that a bearer has spoilt would be believed for as long as the flow lives: a neighbour that is nobody.
/// </summary>
/// <param name="Component">What the flow is for.</param>
/// <param name="Protocol">What the sender's component speaks.</param>
/// <param name="Instance">Random number of the sender's membership: tells one life of a member from another.</param>
/// <param name="Address">The sender's address in the layer.</param>
/// <param name="LayerHash">Hash of the layer's name.</param>
/// <param name="Process">The sender's own name, at most <see cref="MaxTextLength"/> bytes; unique in its stack, not in the layer.</param>
public readonly record struct ConnectionHello(
    ConnectionComponent Component, ConnectionProtocol Protocol, ulong Instance, Address Address, NameHash LayerHash, string Process)
{
    /// <summary>Longest name of a protocol or process in bytes; a longer one is cut.</summary>
    public const int MaxTextLength = 64;

    /// <summary>Longest hello in bytes.</summary>
    public const int MaxLength = FixedLength + sizeof(uint) + NameHash.MaxLength + (2 * MaxTextLength);

    private const int FixedLength = 23;

    // Tells a hello from data that a program of another kind has sent to an IPC process by mistake.
    private const byte Magic = 0x4D;

    /// <summary>Reads a hello. Control characters of its texts are not kept: a terminal will show them.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ConnectionHello hello)
    {
        var reader = new SpanReader(bytes);
        byte magic = reader.ReadByte();
        var component = (ConnectionComponent)reader.ReadByte();
        byte min = reader.ReadByte();
        byte max = reader.ReadByte();
        ulong instance = reader.ReadUInt64();
        var address = new Address(reader.ReadUInt64());
        ReadOnlySpan<byte> hashBytes = reader.ReadBytes(reader.ReadByte());
        ReadOnlySpan<byte> protocol = reader.ReadBytes(reader.ReadByte());
        ReadOnlySpan<byte> process = reader.ReadBytes(reader.ReadByte());
        uint sum = reader.ReadUInt32();
        NameHash hash = default;
        bool good = !reader.Failed
            && sum == Crc32C.Compute(bytes[..(FixedLength + hashBytes.Length + protocol.Length + process.Length)])
            && magic == Magic
            && component is >= ConnectionComponent.Enrolment and <= ConnectionComponent.DataTransfer
            && min <= max
            && protocol.Length is > 0 and <= MaxTextLength
            && process.Length <= MaxTextLength
            && (hashBytes.Length == 0 || NameHash.TryFromBytes(hashBytes, out hash));
        hello = good ? new(component, new(Printable(protocol), min, max), instance, address, hash, Printable(process)) : default;
        return good;
    }

    /// <summary>Writes the hello into a span of at least <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        writer.WriteByte(Magic);
        writer.WriteByte((byte)Component);
        writer.WriteByte(Protocol.Min);
        writer.WriteByte(Protocol.Max);
        writer.WriteUInt64(Instance);
        writer.WriteUInt64(Address.Value);
        writer.WriteByte((byte)LayerHash.Length);
        LayerHash.CopyTo(target[writer.Length..]);
        int length = writer.Length + LayerHash.Length;
        length += WriteText(Protocol.Name, target[length..]);
        length += WriteText(Process, target[length..]);
        BinaryPrimitives.WriteUInt32BigEndian(target[length..], Crc32C.Compute(target[..length]));
        return length + sizeof(uint);
    }

    private static int WriteText(string text, Span<byte> target)
    {
        Encoding.UTF8.GetEncoder().Convert(text, target.Slice(1, MaxTextLength), flush: true, out _, out int length, out _);
        target[0] = (byte)length;
        return 1 + length;
    }

    private static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Where(c => !char.IsControl(c)));
}
