using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Identities;

/// <summary>
/// The file of an identity: secrets.
/// <code>
/// +-------------+-----------------+--------+-----------------------------------------+------------------------+
/// | version = 1 | signing key, 32 | m, 1   | m times: function 1, length 1, key      | SHA-256 of it, first 8 |
/// +-------------+-----------------+--------+-----------------------------------------+------------------------+
/// </code>
/// Functions ascend, and are there once. The checksum tells a torn file from one of another version, not from a forged one.
/// </summary>
public static class IdentityCodec
{
    /// <summary>The version that this one writes and reads.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The longest file.</summary>
    public const int MaxLength = 1024;

    private const int ChecksumLength = 8;

    /// <summary>Writes an identity. The caller zeroes the bytes when they are on the disk.</summary>
    public static byte[] Write(NodeIdentity identity)
    {
        byte[] bytes = new byte[MaxLength];
        var writer = new SpanWriter(bytes);
        Span<byte> scalar = stackalloc byte[SigningKey.PrivateLength];
        identity.Signing.ExportPrivate(scalar);
        writer.WriteByte(CurrentVersion);
        writer.WriteBytes(scalar);
        CryptographicOperations.ZeroMemory(scalar);
        writer.WriteByte((byte)identity.Agreements.Count);
        foreach (Agreement own in identity.Agreements)
        {
            writer.WriteByte((byte)own.Id);
            writer.WriteByte((byte)own.Keys.Private.Length);
            writer.WriteBytes(own.Keys.Private);
        }

        writer.WriteBytes(SHA256.HashData(writer.Written).AsSpan(0, ChecksumLength));
        byte[] file = writer.Written.ToArray();
        CryptographicOperations.ZeroMemory(bytes);
        return file;
    }

    /// <summary>Reads an identity.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="x25519">X25519, where the system has it; null: that key of the file is left where it is.</param>
    /// <param name="identity">The identity; the caller disposes of it.</param>
    /// <param name="problem">What is wrong with the file, as a person says it; empty where nothing is.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, IKeyAgreement? x25519, out NodeIdentity? identity, out string problem)
    {
        identity = null;
        if (bytes.Length is <= ChecksumLength or > MaxLength)
        {
            problem = "it has not the length of an identity";
            return false;
        }

        if (!SHA256.HashData(bytes[..^ChecksumLength]).AsSpan(0, ChecksumLength).SequenceEqual(bytes[^ChecksumLength..]))
        {
            problem = "it is damaged";
            return false;
        }

        var reader = new SpanReader(bytes[..^ChecksumLength]);
        byte version = reader.ReadByte();
        if (version != CurrentVersion)
        {
            problem = $"it is of version {version}, and this program reads {CurrentVersion}";
            return false;
        }

        problem = "it is no identity";
        SigningKey? signing = SigningKey.From(reader.ReadBytes(SigningKey.PrivateLength));
        if (signing is null || ReadAgreements(ref reader, x25519) is not { } agreements)
        {
            signing?.Dispose();
            return false;
        }

        problem = "";
        identity = new NodeIdentity(signing, agreements);
        return true;
    }

    private static Agreement[]? ReadAgreements(ref SpanReader reader, IKeyAgreement? x25519)
    {
        List<Agreement> agreements = [];
        int count = reader.ReadByte();
        int last = 0;
        for (int i = 0; i < count; i++)
        {
            byte id = reader.ReadByte();
            ReadOnlySpan<byte> key = reader.ReadBytes(reader.ReadByte());
            if (reader.Failed || id <= last)
            {
                return null;
            }

            last = id;
            IKeyAgreement? function = (AgreementId)id switch
            {
                AgreementId.P256 => P256.Instance,
                AgreementId.X25519 => x25519,
                _ => null,
            };
            if (function is not null)
            {
                if (KeyPair.From(function, key) is not { } pair)
                {
                    return null;
                }

                agreements.Add(new Agreement((AgreementId)id, pair));
            }
        }

        return !reader.Failed && reader.Rest.IsEmpty && agreements.Exists(own => own.Id == AgreementId.P256) ? [.. agreements] : null;
    }
}
