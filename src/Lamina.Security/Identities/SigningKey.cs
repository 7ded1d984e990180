using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Security.Identities;

/// <summary>
/// A signing key: ECDSA over P-256 with SHA-256, the platform's. Signatures are r and s, 32 bytes each. What is signed begins with a label of
/// its kind, so that no signature of one kind is one of another. One thread at a time.
/// </summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>Bytes of a private key: the scalar, big-endian.</summary>
    public const int PrivateLength = 32;

    private readonly ECDsa _key;
    private readonly byte[] _public;

    private SigningKey(ECDsa key)
    {
        _key = key;
        _public = VerifyingKey.PointOf(key);
        Id = KeyId.Of(_public);
    }

    /// <summary>The public half: 65 bytes, SEC 1, uncompressed.</summary>
    public ReadOnlySpan<byte> Public => _public;

    /// <summary>The hash of the public half.</summary>
    public KeyId Id { get; }

    /// <summary>A fresh key.</summary>
    /// <param name="random">Where its bytes come from: the system's generator, outside of simulations and tests.</param>
    public static SigningKey New(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[PrivateLength];
        while (true)
        {
            random.Fill(bytes);
            if (From(bytes) is { } key)
            {
                CryptographicOperations.ZeroMemory(bytes);
                return key;
            }
        }
    }

    /// <summary>The key of a scalar; null where the bytes are none.</summary>
    public static SigningKey? From(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length != PrivateLength)
        {
            return null;
        }

        byte[] scalar = privateKey.ToArray();
        try
        {
            return new SigningKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar }));
        }
        catch (CryptographicException)
        {
            // Zero, or not below the order of the curve: the platform says so by an exception only.
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Signs.</summary>
    /// <param name="label">What kind of thing it is.</param>
    /// <param name="data">The thing.</param>
    /// <param name="signature">Where to write, <see cref="VerifyingKey.SignatureLength"/> bytes.</param>
    public void Sign(ReadOnlySpan<byte> label, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        VerifyingKey.Hash(label, data, hash);
        if (!_key.TrySignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out int written)
            || written != VerifyingKey.SignatureLength)
        {
            throw new ArgumentException("a signature is 64 bytes", nameof(signature));
        }
    }

    /// <summary>Writes the private half into <see cref="PrivateLength"/> bytes: for the file that only its owner reads.</summary>
    public void ExportPrivate(Span<byte> target)
    {
        ECParameters parameters = _key.ExportParameters(includePrivateParameters: true);
        parameters.D!.CopyTo(target);
        CryptographicOperations.ZeroMemory(parameters.D);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
