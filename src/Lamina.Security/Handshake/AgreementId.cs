namespace Lamina.Security.Handshake;

/// <summary>Which kind of key a static key is: the upper four bits of a suite. The numbers are on the wire.</summary>
public enum AgreementId : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>X25519, 32 bytes.</summary>
    X25519 = 1,

    /// <summary>P-256, 65 bytes, uncompressed.</summary>
    P256 = 2,
}
