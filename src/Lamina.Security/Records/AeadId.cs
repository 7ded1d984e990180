namespace Lamina.Security.Records;

/// <summary>Ciphers of records. The numbers are on the wire of an attachment.</summary>
public enum AeadId : byte
{
    /// <summary>AES-256-GCM.</summary>
    AesGcm = 1,

    /// <summary>ChaCha20-Poly1305.</summary>
    ChaChaPoly = 2,
}
