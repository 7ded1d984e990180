using Lamina.Bearers.Crypto;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Node.Driving;

/// <summary>The fastest implementation of each cipher on this machine: libcrypto's own calls where it is there, else the platform's.</summary>
public static class PlatformCiphers
{
    /// <summary>The implementation of one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cipher: whoever agreed on it knows better.</exception>
    public static IAead Of(AeadId id) => id switch
    {
        AeadId.AesGcm => LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance,
        AeadId.ChaChaPoly => LibCryptoAead.ChaChaPoly ?? (IAead)ChaChaPolyAead.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, null),
    };
}
