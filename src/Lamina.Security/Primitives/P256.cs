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
    public IPrivateKey? Import(ReadOnlySpan<byte> privateKey)
    {
        byte[] scalar = privateKey.ToArray();
        using ECDiffieHellman? key = Import(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
        if (key is null)
        {
            CryptographicOperations.ZeroMemory(scalar);
            return null;
        }

        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return new P256PrivateKey(scalar, [Uncompressed, .. point.X!, .. point.Y!]);
    }

    /// <summary>The public key of a point as others send it; null where it is none.</summary>
    internal static ECDiffieHellman? ImportPoint(ReadOnlySpan<byte> point) => point.Length != 1 + (2 * Coordinate) || point[0] != Uncompressed
        ? null
        : Import(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = point.Slice(1, Coordinate).ToArray(),
                Y = point[(1 + Coordinate)..].ToArray(),
            },
        });

    /// <summary>Null where the platform refuses: not on the curve, zero, or too large. It says so by an exception only.</summary>
    internal static ECDiffieHellman? Import(in ECParameters parameters)
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
