using System.Buffers.Binary;
using System.Text;
using Samples;

namespace FileTransfer;

/// <summary>The first message: the length in 8 bytes, and the name in UTF-8.</summary>
internal readonly record struct TransferHeader(long Length, string Name)
{
    /// <summary>Bytes of the longest.</summary>
    public const int MaxLength = sizeof(long) + MaxName;

    private const int MaxName = 255;

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(Name)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Length);
        Encoding.UTF8.GetBytes(Name, bytes.AsSpan(sizeof(long)));
        return bytes;
    }

    /// <summary>What a stranger sent: only a plain name is taken, or it would choose where to write.</summary>
    /// <exception cref="SampleException">It is no header, or the name is not plain.</exception>
    public static TransferHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is <= sizeof(long) or > MaxLength || BinaryPrimitives.ReadInt64BigEndian(bytes) < 0)
        {
            throw new SampleException("the other side does not speak this protocol");
        }

        string name = Encoding.UTF8.GetString(bytes[sizeof(long)..]);
        return name is not ("." or "..") && !name.Any(letter => letter == '/' || char.IsControl(letter))
            ? new TransferHeader(BinaryPrimitives.ReadInt64BigEndian(bytes), name)
            : throw new SampleException($"'{name}' is not the plain name of a file");
    }
}
