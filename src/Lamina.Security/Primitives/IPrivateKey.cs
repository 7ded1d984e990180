namespace Lamina.Security.Primitives;

/// <summary>
/// A private key that is ready to agree: to make it so costs as much as to agree once. Any thread may use one. Disposing of it zeroes it; it agrees
/// with nobody then.
/// </summary>
public interface IPrivateKey : IDisposable
{
    /// <summary>The public half, <see cref="IKeyAgreement.PublicKeyLength"/> bytes.</summary>
    ReadOnlySpan<byte> Public { get; }

    /// <summary>What this key and a peer's public key agree on.</summary>
    /// <param name="publicKey">The peer's public key, from the network.</param>
    /// <param name="shared">Where to write, <see cref="IKeyAgreement.SharedLength"/> bytes. A secret.</param>
    /// <returns>False where the peer's bytes are no public key, or one with which everybody agrees on the same.</returns>
    bool TryAgree(ReadOnlySpan<byte> publicKey, Span<byte> shared);
}
