using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>
/// The roots of a layer at present. The first set has one root, which signs it and makes the layer's id; any later one has a higher sequence and is
/// signed by a root of the set that it follows. So a root is rolled by adding one, issuing with it, and taking the old one away.
/// <code>
/// +-------------+----------+------------+-------+----------------------+-----------+--------------+
/// | version = 1 | layer 32 | sequence 8 | n 1   | n signing keys, 65   | issuer 32 | signature 64 |      keys ascend, n from 1 to 8
/// +-------------+----------+------------+-------+----------------------+-----------+--------------+
/// </code>
/// </summary>
public sealed class RootSet
{
    /// <summary>The most roots at once.</summary>
    public const int MaxRoots = 8;

    private const byte CurrentVersion = 1;
    private const int MaxLength = 1024;

    private readonly byte[] _bytes;
    private readonly byte[][] _keys;

    private RootSet(byte[] bytes, LayerId layer, ulong sequence, byte[][] keys, KeyId issuer)
    {
        _bytes = bytes;
        _keys = keys;
        Layer = layer;
        Sequence = sequence;
        Issuer = issuer;
        Roots = [.. keys.Select(key => KeyId.Of(key))];
    }

    private static ReadOnlySpan<byte> Label => "lamina roots 1"u8;

    /// <summary>Whose roots.</summary>
    public LayerId Layer { get; }

    /// <summary>Higher is newer.</summary>
    public ulong Sequence { get; }

    /// <summary>Which root signed it.</summary>
    public KeyId Issuer { get; }

    /// <summary>Fingerprints of the roots.</summary>
    public IReadOnlyList<KeyId> Roots { get; }

    /// <summary>Their public signing keys, in the same order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Keys => _keys.Select(key => (ReadOnlyMemory<byte>)key);

    /// <summary>As it is stored and sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The first set of a new layer.</summary>
    public static RootSet Begin(Name layer, SigningKey root) =>
        Sign(LayerId.Of(layer, root.Public), 1, [root.Public.ToArray()], root);

    /// <summary>The set that follows.</summary>
    /// <param name="keys">Public keys of its roots, 1 to <see cref="MaxRoots"/>, each once.</param>
    /// <param name="issuer">A root of this set.</param>
    public RootSet Follow(IEnumerable<ReadOnlyMemory<byte>> keys, SigningKey issuer) => Find(issuer.Id).IsEmpty
        ? throw new ArgumentException("only a root names roots", nameof(issuer))
        : Sign(Layer, Sequence + 1, [.. keys.Select(key => key.ToArray())], issuer);

    /// <summary>The key of a root; empty: it is none.</summary>
    public ReadOnlySpan<byte> Find(KeyId root)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (Roots[i] == root)
            {
                return _keys[i];
            }
        }

        return default;
    }

    /// <summary>True where this may replace what is known: of the same layer, newer, and signed by a root of it.</summary>
    public bool Follows(RootSet known) =>
        Layer == known.Layer && Sequence > known.Sequence && IsSignedBy(known.Find(Issuer));

    /// <summary>True where this is a first set, of a layer of that name: it has one root, who signed it.</summary>
    public bool Begins(Name layer) =>
        _keys.Length == 1 && Layer == LayerId.Of(layer, _keys[0]) && IsSignedBy(Find(Issuer));

    /// <summary>Reads one, and nothing behind it. Says nothing of its signature.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RootSet? set)
    {
        set = null;
        var reader = new SpanReader(bytes);
        byte version = reader.ReadByte();
        ReadOnlySpan<byte> layer = reader.ReadBytes(LayerId.Length);
        ulong sequence = reader.ReadUInt64();
        int count = reader.ReadByte();
        if (reader.Failed || version != CurrentVersion || count is 0 or > MaxRoots || sequence == 0)
        {
            return false;
        }

        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            keys[i] = reader.ReadBytes(VerifyingKey.Length).ToArray();
            if (!VerifyingKey.HasForm(keys[i]) || (i > 0 && keys[i - 1].AsSpan().SequenceCompareTo(keys[i]) >= 0))
            {
                return false;
            }
        }

        ReadOnlySpan<byte> issuer = reader.ReadBytes(KeyId.Length);
        reader.ReadBytes(VerifyingKey.SignatureLength);
        if (reader.Failed || !reader.Rest.IsEmpty)
        {
            return false;
        }

        set = new RootSet(bytes.ToArray(), LayerId.FromBytes(layer), sequence, keys, KeyId.FromBytes(issuer));
        return true;
    }

    private bool IsSignedBy(ReadOnlySpan<byte> key)
    {
        int signed = _bytes.Length - VerifyingKey.SignatureLength;
        return !key.IsEmpty && VerifyingKey.Verify(key, Label, _bytes.AsSpan(0, signed), _bytes.AsSpan(signed));
    }

    private static RootSet Sign(LayerId layer, ulong sequence, byte[][] keys, SigningKey issuer)
    {
        Array.Sort(keys, (one, other) => one.AsSpan().SequenceCompareTo(other));
        var writer = new SpanWriter(new byte[MaxLength]);
        Span<byte> hash = stackalloc byte[KeyId.Length];
        writer.WriteByte(CurrentVersion);
        layer.CopyTo(hash);
        writer.WriteBytes(hash);
        writer.WriteUInt64(sequence);
        writer.WriteByte((byte)keys.Length);
        foreach (byte[] key in keys)
        {
            writer.WriteBytes(key);
        }

        issuer.Id.CopyTo(hash);
        writer.WriteBytes(hash);
        Span<byte> signature = stackalloc byte[VerifyingKey.SignatureLength];
        issuer.Sign(Label, writer.Written, signature);
        writer.WriteBytes(signature);
        return TryRead(writer.Written, out RootSet? set) ? set! : throw new ArgumentException("1 to 8 roots, each once", nameof(keys));
    }
}
