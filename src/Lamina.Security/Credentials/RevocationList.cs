using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>
/// What one root has taken back, and has not expired yet. The newer list replaces the older one; members hold one of each root.
/// <code>
/// +-------------+----------+------------+--------+-----+----------------+-----------+--------------+
/// | version = 1 | layer 32 | sequence 8 | date 8 | n 2 | n entries, 16  | issuer 32 | signature 64 |      entries ascend
/// +-------------+----------+------------+--------+-----+----------------+-----------+--------------+
/// </code>
/// An entry is the serial of a credential or the first half of a node id: then all is void that the node has or has issued.
/// </summary>
public sealed class RevocationList
{
    /// <summary>The most entries.</summary>
    public const int MaxEntries = 2048;

    private const byte CurrentVersion = 1;
    private const int Besides = 1 + LayerId.Length + 8 + 8 + 2 + KeyId.Length + VerifyingKey.SignatureLength;
    private const ulong LastSecond = 253_402_300_799;

    private readonly byte[] _bytes;
    private readonly Serial[] _entries;

    private RevocationList(byte[] bytes, LayerId layer, ulong sequence, DateTimeOffset date, Serial[] entries, KeyId issuer)
    {
        _bytes = bytes;
        _entries = entries;
        Layer = layer;
        Sequence = sequence;
        Date = date;
        Issuer = issuer;
    }

    private static ReadOnlySpan<byte> Label => "lamina revocations 1"u8;

    /// <summary>Of which layer.</summary>
    public LayerId Layer { get; }

    /// <summary>Higher is newer.</summary>
    public ulong Sequence { get; }

    /// <summary>When it was signed; for people.</summary>
    public DateTimeOffset Date { get; }

    /// <summary>Whose list.</summary>
    public KeyId Issuer { get; }

    /// <summary>What is revoked, ascending.</summary>
    public IReadOnlyList<Serial> Entries => _entries;

    /// <summary>As it is stored and sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Signs a list.</summary>
    /// <param name="root">Whose.</param>
    /// <param name="layer">Of which layer.</param>
    /// <param name="sequence">Higher than any before; at least 1.</param>
    /// <param name="date">Now, to the second.</param>
    /// <param name="entries">In any order; at most <see cref="MaxEntries"/>.</param>
    public static RevocationList Sign(SigningKey root, LayerId layer, ulong sequence, DateTimeOffset date, IEnumerable<Serial> entries)
    {
        Serial[] sorted = [.. entries.Distinct().Order()];
        if (sorted.Length > MaxEntries || sequence == 0)
        {
            throw new ArgumentException($"at most {MaxEntries} revocations", nameof(entries));
        }

        byte[] bytes = new byte[Besides + (sorted.Length * Serial.Length)];
        var writer = new SpanWriter(bytes);
        Span<byte> hash = stackalloc byte[KeyId.Length];
        writer.WriteByte(CurrentVersion);
        layer.CopyTo(hash);
        writer.WriteBytes(hash);
        writer.WriteUInt64(sequence);
        writer.WriteUInt64((ulong)date.ToUnixTimeSeconds());
        writer.WriteUInt16((ushort)sorted.Length);
        Span<byte> entry = stackalloc byte[Serial.Length];
        foreach (Serial serial in sorted)
        {
            BinaryPrimitives.WriteUInt128BigEndian(entry, serial.Value);
            writer.WriteBytes(entry);
        }

        root.Id.CopyTo(hash);
        writer.WriteBytes(hash);
        root.Sign(Label, writer.Written, bytes.AsSpan(writer.Length));
        return TryRead(bytes, out RevocationList? list) ? list! : throw new ArgumentException("a date that cannot be said", nameof(date));
    }

    /// <summary>True where an entry names it.</summary>
    public bool Contains(Serial serial) => Array.BinarySearch(_entries, serial) >= 0;

    /// <summary>True where one of these roots signed it.</summary>
    public bool IsSignedByOneOf(RootSet roots)
    {
        int signed = _bytes.Length - VerifyingKey.SignatureLength;
        ReadOnlySpan<byte> key = roots.Find(Issuer);
        return Layer == roots.Layer && !key.IsEmpty && VerifyingKey.Verify(key, Label, _bytes.AsSpan(0, signed), _bytes.AsSpan(signed));
    }

    /// <summary>Reads one, and nothing behind it. Says nothing of its signature.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RevocationList? list)
    {
        list = null;
        var reader = new SpanReader(bytes);
        byte version = reader.ReadByte();
        ReadOnlySpan<byte> layer = reader.ReadBytes(LayerId.Length);
        ulong sequence = reader.ReadUInt64();
        ulong date = reader.ReadUInt64();
        int count = reader.ReadUInt16();
        if (reader.Failed || version != CurrentVersion || sequence == 0 || date > LastSecond
            || count > MaxEntries || bytes.Length != Besides + (count * Serial.Length))
        {
            return false;
        }

        Serial[] entries = new Serial[count];
        for (int i = 0; i < count; i++)
        {
            entries[i] = new Serial(BinaryPrimitives.ReadUInt128BigEndian(reader.ReadBytes(Serial.Length)));
            if (i > 0 && entries[i].CompareTo(entries[i - 1]) <= 0)
            {
                return false;
            }
        }

        list = new RevocationList(
            bytes.ToArray(), LayerId.FromBytes(layer), sequence, DateTimeOffset.FromUnixTimeSeconds((long)date), entries,
            KeyId.FromBytes(reader.ReadBytes(KeyId.Length)));
        return true;
    }
}
