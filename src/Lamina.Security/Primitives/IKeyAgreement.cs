namespace Lamina.Security.Primitives;

/// <summary>A Diffie-Hellman function, as Noise has it (revision 34, 4.1). Implementations have no state, and any thread may use one.</summary>
public interface IKeyAgreement
{
    /// <summary>Its name in the name of a Noise protocol, such as <c>25519</c>.</summary>
    string NoiseName { get; }

    /// <summary>Bytes of a private key.</summary>
    int PrivateKeyLength { get; }

    /// <summary>Bytes of a public key.</summary>
    int PublicKeyLength { get; }

    /// <summary>Bytes of what two keys agree on.</summary>
    int SharedLength { get; }

    /// <summary>The public key of a private one.</summary>
    /// <param name="privateKey">The private key, <see cref="PrivateKeyLength"/> random bytes.</param>
    /// <param name="publicKey">Where to write, <see cref="PublicKeyLength"/> bytes.</param>
    /// <returns>False where the bytes are no private key (P-256 has some, one in 2^32): take others.</returns>
    bool TryDerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey);

    /// <summary>What a private key and a peer's public key agree on.</summary>
    /// <param name="privateKey">The own private key.</param>
    /// <param name="publicKey">The peer's public key, from the network.</param>
    /// <param name="shared">Where to write, <see cref="SharedLength"/> bytes. A secret.</param>
    /// <returns>False where the peer's bytes are no public key, or one with which everybody agrees on the same.</returns>
    bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> shared);
}
