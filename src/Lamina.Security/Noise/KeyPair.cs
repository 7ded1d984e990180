using System.Security.Cryptography;
using Lamina.Security.Primitives;

namespace Lamina.Security.Noise;

/// <summary>A key pair. The private half is zeroed when it is disposed of.</summary>
public sealed class KeyPair : IDisposable
{
    private readonly Func<KeyPair>? _later;
    private byte[] _private;
    private IPrivateKey? _key;

    private KeyPair(byte[] privateKey, IPrivateKey key)
    {
        _private = privateKey;
        _key = key;
        PublicLength = key.Public.Length;
    }

    private KeyPair(Func<KeyPair> later, int publicLength)
    {
        _private = [];
        _later = later;
        PublicLength = publicLength;
    }

    /// <summary>The public half.</summary>
    public ReadOnlySpan<byte> Public => Made().Public;

    internal ReadOnlySpan<byte> Private
    {
        get
        {
            Made();
            return _private;
        }
    }

    internal int PublicLength { get; }

    /// <summary>The pair of a private key; null where the bytes are none (see <see cref="IKeyAgreement.Import"/>).</summary>
    public static KeyPair? From(IKeyAgreement agreement, ReadOnlySpan<byte> privateKey) =>
        privateKey.Length == agreement.PrivateKeyLength && agreement.Import(privateKey) is { } key ? new KeyPair(privateKey.ToArray(), key) : null;

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

    /// <summary>
    /// A fresh pair that is made when somebody looks at it: who is asked by a stranger makes none before the stranger's message has opened.
    /// </summary>
    public static KeyPair Later(IKeyAgreement agreement, Core.IRandomSource random) => new(() => New(agreement, random), agreement.PublicKeyLength);

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_private);
        _key?.Dispose();
    }

    internal bool TryAgree(ReadOnlySpan<byte> publicKey, Span<byte> shared) => Made().TryAgree(publicKey, shared);

    private IPrivateKey Made()
    {
        if (_key is null)
        {
            KeyPair made = _later!();
            _private = made._private;
            _key = made._key;
        }

        return _key!;
    }
}
