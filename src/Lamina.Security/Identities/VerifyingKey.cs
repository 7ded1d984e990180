using System.Security.Cryptography;

namespace Lamina.Security.Identities;

/// <summary>Checks signatures of a <see cref="SigningKey"/> by its public half.</summary>
public static class VerifyingKey
{
    /// <summary>Bytes of a public key: a point, SEC 1, uncompressed.</summary>
    public const int Length = 1 + (2 * Coordinate);

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = 64;

    private const int Coordinate = 32;
    private const byte Uncompressed = 4;

    /// <summary>True where the bytes look like a public key. Whether the point is on the curve is asked when a signature is checked.</summary>
    public static bool HasForm(ReadOnlySpan<byte> publicKey) => publicKey.Length == Length && publicKey[0] == Uncompressed;

    /// <summary>Checks a signature.</summary>
    /// <param name="publicKey">Whose.</param>
    /// <param name="label">What kind of thing was signed.</param>
    /// <param name="data">The thing.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>False: not signed by that key, or no key at all.</returns>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> label, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength || Import(publicKey) is not { } key)
        {
            return false;
        }

        using (key)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            Hash(label, data, hash);
            return key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    internal static void Hash(ReadOnlySpan<byte> label, ReadOnlySpan<byte> data, Span<byte> hash)
    {
        using IncrementalHash hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData(label);
        // The label's end: no label is the beginning of another one with data.
        hashing.AppendData([0]);
        hashing.AppendData(data);
        hashing.GetHashAndReset(hash);
    }

    internal static byte[] PointOf(ECDsa key)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    private static ECDsa? Import(ReadOnlySpan<byte> publicKey)
    {
        if (!HasForm(publicKey))
        {
            return null;
        }

        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint
                {
                    X = publicKey.Slice(1, Coordinate).ToArray(),
                    Y = publicKey[(1 + Coordinate)..].ToArray(),
                },
            });
        }
        catch (CryptographicException)
        {
            // Not on the curve.
            return null;
        }
    }
}
