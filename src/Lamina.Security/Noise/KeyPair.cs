using System.Security.Cryptography;
using Lamina.Security.Primitives;

namespace Lamina.Security.Noise;

/// <summary>A key pair. The private half is zeroed when it is disposed of.</summary>
public sealed class KeyPair : IDisposable
{
    private readonly byte[] _private;
    private readonly byte[] _public;

    private KeyPair(byte[] privateKey, byte[] publicKey)
    {
        _private = privateKey;
        _public = publicKey;
    }

    /// <summary>The public half.</summary>
    public ReadOnlySpan<byte> Public => _public;

    internal ReadOnlySpan<byte> Private => _private;

    /// <summary>The pair of a private key; null where the bytes are none (see <see cref="IKeyAgreement.TryDerivePublicKey"/>).</summary>
    public static KeyPair? From(IKeyAgreement agreement, ReadOnlySpan<byte> privateKey)
    {
        byte[] publicKey = new byte[agreement.PublicKeyLength];
        return privateKey.Length == agreement.PrivateKeyLength && agreement.TryDerivePublicKey(privateKey, publicKey)
            ? new KeyPair(privateKey.ToArray(), publicKey)
            : null;
    }

    /// <summary>A fresh pair.</summary>
    /// <param name="agreement">What it is for.</param>
    /// <param name="random">Where its bytes come from.</param>
    public static KeyPair New(IKeyAgreement agreement, Core.IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[agreement.PrivateKeyLength];
        while (true)
        {
            random.Fill(bytes);
            if (From(agreement, bytes) is { } pair)
            {
                CryptographicOperations.ZeroMemory(bytes);
                return pair;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_private);
}
