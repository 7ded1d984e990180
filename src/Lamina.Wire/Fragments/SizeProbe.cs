using System.Buffers.Binary;

namespace Lamina.Wire.Fragments;

/// <summary>
/// What neighbours say to find out how long a packet between them may be: a question that is padded to a length, and the answer, which
/// says what length came.
/// <code>
/// +--------+------------------------------------+-----------------+----------------------+
/// | kind 1 | cookie of the search (64 bits)     | length 16 bits  | padding of questions |
/// +--------+------------------------------------+-----------------+----------------------+
/// </code>
/// Big-endian. Lengths are those of the whole packet on the flow below, its data transfer header included. A question's length is that
/// of the packet; one that differs was cut or joined on its way, and says nothing.
/// </summary>
/// <param name="IsAnswer">False: a question.</param>
/// <param name="Cookie">Random number of the search.</param>
/// <param name="PacketLength">Bytes.</param>
public readonly record struct SizeProbe(bool IsAnswer, ulong Cookie, ushort PacketLength)
{
    /// <summary>Bytes of an answer, and of the shortest question.</summary>
    public const int Length = 11;

    private const byte Question = 1;
    private const byte Answer = 2;

    /// <summary>Reads a message.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SizeProbe probe)
    {
        if (bytes.Length < Length || bytes[0] is not (Question or Answer))
        {
            probe = default;
            return false;
        }

        probe = new SizeProbe(
            bytes[0] == Answer, BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]));
        return !probe.IsAnswer || bytes.Length == Length;
    }

    /// <summary>Writes the message; what follows of the target is padding.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = IsAnswer ? Answer : Question;
        BinaryPrimitives.WriteUInt64BigEndian(target[1..], Cookie);
        BinaryPrimitives.WriteUInt16BigEndian(target[9..], PacketLength);
        target[Length..].Clear();
    }
}
