using System.Security.Cryptography;

namespace Lamina.Security.Primitives;

/// <summary>
/// A scalar of P-256. The platform's own object is made anew for each agreement: it does not promise that several threads may use one.
/// </summary>
internal sealed class P256PrivateKey(byte[] scalar, byte[] point) : IPrivateKey
{
    public ReadOnlySpan<byte> Public => point;

    public bool TryAgree(ReadOnlySpan<byte> publicKey, Span<byte> shared)
    {
        using ECDiffieHellman? peer = P256.ImportPoint(publicKey);
        using ECDiffieHellman? own = peer is null ? null : P256.Import(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
        if (own is null)
        {
            return false;
        }

        using ECDiffieHellmanPublicKey other = peer!.PublicKey;
        byte[] secret = own.DeriveRawSecretAgreement(other);
        secret.CopyTo(shared);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    // A scalar of zeros is refused at import.
    public void Dispose() => CryptographicOperations.ZeroMemory(scalar);
}
