using System.Security.Cryptography;

namespace Lamina.Security.Primitives;

/// <summary>
/// ECDH over P-256 of the platform, for machines without X25519. Private keys are scalars of 32 bytes, public keys points of 65
/// (SEC 1, uncompressed), and two keys agree on the x coordinate (RFC 5903, 9).
/// </summary>
public sealed class P256 : IKeyAgreement
{
    private const int Coordinate = 32;
    private const byte Uncompressed = 4;

    private P256()
    {
    }

    /// <summary>The one instance.</summary>
    public static P256 Instance { get; } = new();

    /// <inheritdoc/>
    public string NoiseName => "P256";

    /// <inheritdoc/>
    public int PrivateKeyLength => Coordinate;

    /// <inheritdoc/>
    public int PublicKeyLength => 1 + (2 * Coordinate);

    /// <inheritdoc/>
    public int SharedLength => Coordinate;

    /// <inheritdoc/>
    public bool TryDerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        using ECDiffieHellman? key = Import(privateKey);
        if (key is null)
        {
            return false;
        }

        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        publicKey[0] = Uncompressed;
        point.X!.CopyTo(publicKey[1..]);
        point.Y!.CopyTo(publicKey[(1 + Coordinate)..]);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> shared)
    {
        if (publicKey.Length != PublicKeyLength || publicKey[0] != Uncompressed)
        {
            return false;
        }

        using ECDiffieHellman? own = Import(privateKey);
        using ECDiffieHellman? peer = Import(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = publicKey.Slice(1, Coordinate).ToArray(),
                Y = publicKey[(1 + Coordinate)..].ToArray(),
            },
        });
        if (own is null || peer is null)
        {
            return false;
        }

        using ECDiffieHellmanPublicKey point = peer.PublicKey;
        byte[] secret = own.DeriveRawSecretAgreement(point);
        secret.CopyTo(shared);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    private static ECDiffieHellman? Import(ReadOnlySpan<byte> privateKey)
    {
        byte[] scalar = privateKey.ToArray();
        ECDiffieHellman? key = Import(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
        CryptographicOperations.ZeroMemory(scalar);
        return key;
    }

    /// <summary>Null where the platform refuses: not on the curve, zero, or too large. It says so by an exception only.</summary>
    private static ECDiffieHellman? Import(in ECParameters parameters)
    {
        try
        {
            return ECDiffieHellman.Create(parameters);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
