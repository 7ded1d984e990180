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

    /// <summary>Makes a private key ready.</summary>
    /// <param name="privateKey">The private key, <see cref="PrivateKeyLength"/> random bytes.</param>
    /// <returns>Null where the bytes are no private key (P-256 has some, one in 2^32): take others.</returns>
    IPrivateKey? Import(ReadOnlySpan<byte> privateKey);
}
