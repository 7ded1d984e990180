using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>
/// An issuer says of a node: with these keys it is this in that layer, from and until.
/// <code>
/// +-------------+----------+----------+-----------+--------------+------------+
/// | version = 1 | rights 2 | layer 32 | issuer 32 | not before 8 | lifetime 4 |      seconds, since 1970 and from then
/// +-------------+----------+----------+-----------+--------------+------------+
/// | n 1 | n names, 16 each | m 1 | m times: function 1, length 1, key | signing key 65 | signature 64 |
/// +-----+------------------+-----+------------------------------------+----------------+--------------+
/// </code>
/// The signature covers all before it. Names and functions ascend, and are there once, so that the same is said in one way only.
/// </summary>
public sealed class Credential
{
    /// <summary>The version that this one writes and reads.</summary>
    public const byte CurrentVersion = 1;

    private const int MaxLength = 4096;

    // The last second that a date can say.
    private const ulong LastSecond = 253_402_300_799;

    private readonly byte[] _bytes;

    private Credential(byte[] bytes, CredentialTerms terms, KeyId issuer)
    {
        _bytes = bytes;
        Terms = terms;
        Issuer = issuer;
        Subject = KeyId.Of(terms.SigningKey.Span);
        Serial = new Serial(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Signed)));
    }

    private static ReadOnlySpan<byte> Label => "lamina credential 1"u8;

    /// <summary>What it says.</summary>
    public CredentialTerms Terms { get; }

    /// <summary>Who says it: a root, or an inviter.</summary>
    public KeyId Issuer { get; }

    /// <summary>The node id of whom it is said.</summary>
    public KeyId Subject { get; }

    /// <summary>How a revocation names it. Follows from what is signed: nobody chooses it.</summary>
    public Serial Serial { get; }

    /// <summary>Its layer.</summary>
    public LayerId Layer => Terms.Layer;

    /// <summary>Valid from then on.</summary>
    public DateTimeOffset NotBefore => Terms.NotBefore;

    /// <summary>Valid until then, not at it.</summary>
    public DateTimeOffset NotAfter => Terms.NotBefore + Terms.Lifetime;

    /// <summary>As it is stored and sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    private ReadOnlySpan<byte> Signed => _bytes.AsSpan(0, _bytes.Length - VerifyingKey.SignatureLength);

    /// <summary>The agreement key of a function; empty: it vouches for none.</summary>
    public ReadOnlyMemory<byte> FindKey(AgreementId function)
    {
        foreach (AgreementKey key in Terms.Agreements)
        {
            if (key.Id == function)
            {
                return key.Public;
            }
        }

        return default;
    }

    /// <summary>Issues one.</summary>
    /// <exception cref="ArgumentException">The terms are not sound.</exception>
    public static Credential Issue(SigningKey issuer, CredentialTerms terms)
    {
        if (!terms.AreSound())
        {
            throw new ArgumentException("no credential can say this", nameof(terms));
        }

        byte[] buffer = new byte[MaxLength];
        var writer = new SpanWriter(buffer);
        Span<byte> hash = stackalloc byte[KeyId.Length];
        writer.WriteByte(CurrentVersion);
        writer.WriteUInt16((ushort)terms.Rights);
        terms.Layer.CopyTo(hash);
        writer.WriteBytes(hash);
        issuer.Id.CopyTo(hash);
        writer.WriteBytes(hash);
        writer.WriteUInt64((ulong)terms.NotBefore.ToUnixTimeSeconds());
        writer.WriteUInt32((uint)terms.Lifetime.TotalSeconds);
        writer.WriteByte((byte)terms.Names.Count);
        Span<byte> covered = stackalloc byte[CoveredName.Length];
        foreach (CoveredName name in terms.Names)
        {
            BinaryPrimitives.WriteUInt128BigEndian(covered, name.Value);
            writer.WriteBytes(covered);
        }

        writer.WriteByte((byte)terms.Agreements.Count);
        foreach (AgreementKey key in terms.Agreements)
        {
            writer.WriteByte((byte)key.Id);
            writer.WriteByte((byte)key.Public.Length);
            writer.WriteBytes(key.Public.Span);
        }

        writer.WriteBytes(terms.SigningKey.Span);
        Span<byte> signature = stackalloc byte[VerifyingKey.SignatureLength];
        issuer.Sign(Label, writer.Written, signature);
        writer.WriteBytes(signature);
        // Through the reader: what is issued is what others read.
        return TryRead(writer.Written, out Credential? credential) ? credential! : throw new ArgumentException("no credential can say this", nameof(terms));
    }

    /// <summary>Reads one, and nothing behind it. Says nothing of its signature: that is <see cref="CredentialCheck"/>'s.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Credential? credential)
    {
        var reader = new SpanReader(bytes);
        return TryRead(ref reader, out credential) && reader.Rest.IsEmpty;
    }

    /// <summary>Reads one, and leaves the reader behind it.</summary>
    internal static bool TryRead(ref SpanReader reader, out Credential? credential)
    {
        credential = null;
        ReadOnlySpan<byte> whole = reader.Rest;
        if (reader.ReadByte() != CurrentVersion)
        {
            return false;
        }

        var rights = (Rights)reader.ReadUInt16();
        ReadOnlySpan<byte> layer = reader.ReadBytes(LayerId.Length);
        ReadOnlySpan<byte> issuer = reader.ReadBytes(KeyId.Length);
        ulong notBefore = reader.ReadUInt64();
        uint lifetime = reader.ReadUInt32();
        if (!TryReadNames(ref reader, out CoveredName[] names) || !TryReadKeys(ref reader, out AgreementKey[] keys)
            || notBefore > LastSecond - lifetime)
        {
            return false;
        }

        ReadOnlySpan<byte> signingKey = reader.ReadBytes(VerifyingKey.Length);
        reader.ReadBytes(VerifyingKey.SignatureLength);
        if (reader.Failed)
        {
            return false;
        }

        CredentialTerms terms = new(
            LayerId.FromBytes(layer), signingKey.ToArray(), keys, rights, names,
            DateTimeOffset.FromUnixTimeSeconds((long)notBefore), TimeSpan.FromSeconds(lifetime));
        if (!terms.AreSound())
        {
            return false;
        }

        credential = new Credential(whole[..(whole.Length - reader.Rest.Length)].ToArray(), terms, KeyId.FromBytes(issuer));
        return true;
    }

    /// <summary>True where the signature is of that key. The costly part of a check.</summary>
    internal bool IsSignedBy(ReadOnlySpan<byte> publicKey) =>
        VerifyingKey.Verify(publicKey, Label, Signed, _bytes.AsSpan(Signed.Length));

    private static bool TryReadNames(ref SpanReader reader, out CoveredName[] names)
    {
        int count = reader.ReadByte();
        ReadOnlySpan<byte> all = reader.ReadBytes(count * CoveredName.Length);
        names = [];
        if (reader.Failed || count > CredentialTerms.MaxNames)
        {
            return false;
        }

        names = new CoveredName[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = new CoveredName(BinaryPrimitives.ReadUInt128BigEndian(all[(i * CoveredName.Length)..]));
        }

        return true;
    }

    private static bool TryReadKeys(ref SpanReader reader, out AgreementKey[] keys)
    {
        int count = reader.ReadByte();
        keys = [];
        if (reader.Failed || count > CredentialTerms.MaxAgreements)
        {
            return false;
        }

        keys = new AgreementKey[count];
        for (int i = 0; i < count; i++)
        {
            var function = (AgreementId)reader.ReadByte();
            keys[i] = new AgreementKey(function, reader.ReadBytes(reader.ReadByte()).ToArray());
        }

        return !reader.Failed;
    }
}
