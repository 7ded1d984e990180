using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lamina.Core;

namespace Lamina.Security.Credentials;

/// <summary>Which secure layer: SHA-256 of its name and its first root. Two layers of one name are two; roots may be rolled under it.</summary>
public readonly record struct LayerId
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private LayerId(ReadOnlySpan<byte> bytes)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>The id of a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="firstRoot">The public signing key of the authority that began it.</param>
    public static LayerId Of(Name name, ReadOnlySpan<byte> firstRoot)
    {
        using IncrementalHash hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData("lamina layer 1\0"u8);
        byte[] text = Encoding.UTF8.GetBytes(name.Value);
        hashing.AppendData([(byte)text.Length]);
        hashing.AppendData(text);
        hashing.AppendData(firstRoot);
        return new LayerId(hashing.GetHashAndReset());
    }

    /// <summary>Takes the bytes of an id, <see cref="Length"/> of them.</summary>
    public static LayerId FromBytes(ReadOnlySpan<byte> bytes) => new(bytes[..Length]);

    /// <summary>Writes it into <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], _low);
    }

    /// <summary>The whole of it, in lower-case hexadecimal.</summary>
    public override string ToString() => $"{_high:x32}{_low:x32}";

    /// <summary>Sixteen digits: enough for a person.</summary>
    public string ToShortString() => ToString()[..16];
}
