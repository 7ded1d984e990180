using Lamina.Security.Primitives;

namespace Lamina.Security.Noise;

/// <summary>The primitives of a handshake; the hash is SHA-256 always.</summary>
/// <param name="Agreement">How keys agree.</param>
/// <param name="Aead">How payloads and keys are sealed.</param>
public sealed record NoiseSuite(IKeyAgreement Agreement, IAead Aead)
{
    /// <summary>The name of the protocol that a pattern makes with these primitives (revision 34, 8).</summary>
    public string NameOf(NoisePattern pattern) => $"Noise_{pattern.Name}_{Agreement.NoiseName}_{Aead.NoiseName}_SHA256";
}
