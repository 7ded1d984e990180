using Lamina.Core;

namespace Lamina.Wire;

/// <summary>
/// What all members of a layer have in common: its wire parameters and its policies. Fixed at bootstrap, given to every
/// member at enrolment, never changed while the layer lives.
/// </summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="MaxPacketSize">Longest packet of the layer's flows in bytes (MPS), the layer's own header not counted.</param>
/// <param name="MaxPacketLifetime">The longest time that a packet lives in the layer (MPL).</param>
public sealed record LayerParameters(Name Layer, int MaxPacketSize, Duration MaxPacketLifetime)
{
    /// <summary>The version of the layer's protocols that this code speaks.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>Default of <see cref="MaxPacketSize"/> where nothing is known about the flows below: 1200 bytes.</summary>
    public const int DefaultMaxPacketSize = 1200;

    /// <summary>Version of the layer's protocols; default <see cref="CurrentVersion"/>.</summary>
    public byte Version { get; init; } = CurrentVersion;

    /// <summary>Bytes of an address on the wire, 1 to 8; default 4.</summary>
    public int AddressSize { get; init; } = 4;

    /// <summary>Bytes of an end point id on the wire: always 8 in this version.</summary>
    public int EidSize { get; init; } = 8;

    /// <summary>Hops that a packet may take, 1 to 255; default 60.</summary>
    public byte InitialTtl { get; init; } = 60;

    /// <summary>How the layer hashes names; default SHA3-256.</summary>
    public HashAlgorithmId HashAlgorithm { get; init; } = HashAlgorithmId.Sha3_256;

    /// <summary>Name of the routing policy; default <c>link-state</c>.</summary>
    public string Routing { get; init; } = "link-state";

    /// <summary>Name of the directory policy; default <c>dht</c>.</summary>
    public string Directory { get; init; } = "dht";

    /// <summary>Name of the address policy; default <c>random</c>.</summary>
    public string Addresses { get; init; } = "random";

    /// <summary>Name of the congestion policy; default <c>none</c>.</summary>
    public string Congestion { get; init; } = "none";

    /// <summary>True where members and flows prove nothing: for laboratories, and shown.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>True where every value is inside its range: what comes from the wire is asked this once.</summary>
    public bool IsValid =>
        Layer.Value.Length > 0
        && AddressSize is >= 1 and <= 8
        && EidSize == 8
        && InitialTtl > 0
        && Enum.IsDefined(HashAlgorithm)
        && MaxPacketSize is >= 64 and <= 65_535
        && MaxPacketLifetime > Duration.Zero
        && MaxPacketLifetime <= Duration.FromSeconds(600);
}
