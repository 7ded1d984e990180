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

    /// <summary>What the first member proves itself with, and lets others in by; null (default): nothing, so the layer must be insecure.</summary>
    public LayerSecurity? Security { get; init; }

    /// <summary>True where this member only forwards; default false.</summary>
    public bool IsRouter { get; init; }

    /// <summary>
    /// What a udp bearer carries. A layer that begins in memory takes no more, or it could not grow over UDP later:
    /// its packet size never changes.
    /// </summary>
    public const int CommonLowerMaxPacketSize = 1444;

    /// <summary>
    /// Smallest packet size in bytes of the flows that the layer will stand on; the layer's own is less by its header.
    /// Null (default): that of the layers in this stack at the time, at most <see cref="CommonLowerMaxPacketSize"/>;
    /// where there is none, the layer's own is <see cref="LayerParameters.DefaultMaxPacketSize"/>.
    /// </summary>
    public int? LowerMaxPacketSize { get; init; }

    /// <summary>
    /// The longest life of a packet in the layer. Null (default): the longest of the layers in this stack at the time,
    /// at least that of the udp bearer, 5 s.
    /// </summary>
    public Duration? MaxPacketLifetime { get; init; }

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

    /// <summary>Name of the congestion policy; default <c>delay</c>.</summary>
    public string Congestion { get; init; } = "delay";

    /// <summary>What every member of the layer will have; ranges are not checked yet.</summary>
    /// <param name="below">What the layers of the stack can do.</param>
    internal LayerParameters ToLayer(LayerLimits? below) => new(Layer, MaxPacketSizeOver(below), MaxPacketLifetimeOver(below))
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

    private int MaxPacketSizeOver(LayerLimits? below)
    {
        int size = (LowerMaxPacketSize ?? below?.MaxPacketSize) is { } lower
            ? (LowerMaxPacketSize ?? Math.Min(lower, CommonLowerMaxPacketSize)) - DataTransferFormat.HeaderLengthFor(AddressSize)
            : LayerParameters.DefaultMaxPacketSize;

        // Where nobody has said it, handshakes fit: flows below that carry less are given parts.
        return Security is not null && LowerMaxPacketSize is null ? Math.Max(size, LayerSecurity.LeastPacketSize) : size;
    }

    private Duration MaxPacketLifetimeOver(LayerLimits? below) =>
        MaxPacketLifetime ?? Duration.Max(below?.MaxPacketLifetime ?? Duration.Zero, Duration.FromSeconds(5));
}
