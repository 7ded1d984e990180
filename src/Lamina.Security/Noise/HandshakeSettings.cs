namespace Lamina.Security.Noise;

/// <summary>What one side brings into a handshake. Whatever is missing for the pattern is said by an <see cref="ArgumentException"/> at its start.</summary>
/// <param name="Pattern">What is said in which order.</param>
/// <param name="Suite">With which primitives.</param>
/// <param name="IsInitiator">True for the side that speaks first.</param>
/// <param name="Ephemeral">A pair for this handshake alone.</param>
public sealed record HandshakeSettings(NoisePattern Pattern, NoiseSuite Suite, bool IsInitiator, KeyPair Ephemeral)
{
    /// <summary>What both sides must agree on without saying it: the handshake fails where they differ.</summary>
    public ReadOnlyMemory<byte> Prologue { get; init; }

    /// <summary>The own static pair, where the pattern has one. Not disposed of by the handshake.</summary>
    public KeyPair? Static { get; init; }

    /// <summary>The peer's static public key, where the pattern says that it is known.</summary>
    public ReadOnlyMemory<byte> PeerStatic { get; init; }

    /// <summary>What the own static pair and those of peers agree on, where it is kept; null (default): agreed anew.</summary>
    public StaticAgreements? Agreements { get; init; }

    /// <summary>Secrets of 32 bytes for the pattern's psk modifiers, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Secrets { get; init; } = [];
}
