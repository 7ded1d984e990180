namespace Lamina.Security.Handshake;

/// <summary>
/// How two ends prove who they are when a flow is allocated. The numbers are on the wire: the agreement in the upper four bits
/// (1 X25519, 2 P-256; from 3 on for others, hybrids among them), the cipher in the lower (<see cref="Records.AeadId"/>).
/// </summary>
public enum HandshakeSuiteId : byte
{
    /// <summary>Nothing is proved and nothing is sealed: for labs, and for flows that never leave the stack.</summary>
    Null = 0,

    /// <summary>Noise IK over X25519, AES-256-GCM.</summary>
    X25519AesGcm = 0x11,

    /// <summary>Noise IK over X25519, ChaCha20-Poly1305.</summary>
    X25519ChaChaPoly = 0x12,

    /// <summary>Noise IK over P-256, AES-256-GCM.</summary>
    P256AesGcm = 0x21,

    /// <summary>Noise IK over P-256, ChaCha20-Poly1305.</summary>
    P256ChaChaPoly = 0x22,
}
