namespace Lamina.Security.Identities;

/// <summary>Functions by which keys agree. The numbers are on the wire and on disk; others are kept and not understood: hybrids have room.</summary>
public enum AgreementId : byte
{
    /// <summary>X25519: where libcrypto is there.</summary>
    X25519 = 1,

    /// <summary>ECDH over P-256: everywhere.</summary>
    P256 = 2,
}
