using Lamina.Core;
using Lamina.Wire;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast;

/// <summary>What the first member of a layer decides.</summary>
/// <param name="Layer">The layer's name.</param>
public sealed record UnicastParameters(Name Layer)
{
    /// <summary>True where the layer admits strangers and proves nothing. Must be asked for; default false.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>True where this member only forwards; default false.</summary>
    public bool IsRouter { get; init; }

    /// <summary>
    /// Smallest packet size in bytes of the flows that the layer will stand on; the layer's own is less by its header.
    /// Null (default): nothing is known, and the layer's is <see cref="LayerParameters.DefaultMaxPacketSize"/>.
    /// </summary>
    public int? LowerMaxPacketSize { get; init; }

    /// <summary>The longest life of a packet in the layer; default 5 s, that of the udp bearer.</summary>
    public Duration MaxPacketLifetime { get; init; } = Duration.FromSeconds(5);

    /// <summary>Bytes of an address, 1 to 8; default 4.</summary>
    public int AddressSize { get; init; } = 4;

    /// <summary>Hops that a packet may take, 1 to 255; default 60.</summary>
    public byte InitialTtl { get; init; } = 60;

    /// <summary>How names are hashed; default SHA3-256.</summary>
    public HashAlgorithmId HashAlgorithm { get; init; } = HashAlgorithmId.Sha3_256;

    /// <summary>Name of the routing policy; default <c>link-state</c>.</summary>
    public string Routing { get; init; } = "link-state";

    /// <summary>Name of the directory policy; default <c>dht</c>.</summary>
    public string Directory { get; init; } = "dht";

    /// <summary>Name of the address policy; default <c>random</c>.</summary>
    public string Addresses { get; init; } = "random";

    /// <summary>Name of the congestion policy; default <c>none</c>.</summary>
    public string Congestion { get; init; } = "none";

    /// <summary>What every member of the layer will have; ranges are not checked yet.</summary>
    internal LayerParameters ToLayer() => new(Layer, MaxPacketSize, MaxPacketLifetime)
    {
        AddressSize = AddressSize,
        InitialTtl = InitialTtl,
        HashAlgorithm = HashAlgorithm,
        Routing = Routing,
        Directory = Directory,
        Addresses = Addresses,
        Congestion = Congestion,
        IsInsecure = IsInsecure,
    };

    private int MaxPacketSize => LowerMaxPacketSize is { } lower
        ? lower - DataTransferFormat.HeaderLengthFor(AddressSize)
        : LayerParameters.DefaultMaxPacketSize;
}
