namespace Lamina.Core;

/// <summary>What a layer is asked for.</summary>
/// <param name="Destination">Hash of the name that is wanted, in the layer's algorithm.</param>
/// <param name="Qos">What the flow must give.</param>
/// <param name="Data">Piggybacked data for whoever accepts: handshake, composition offer, user data. At most <see cref="MaxDataLength"/>.</param>
public readonly record struct AllocationRequest(NameHash Destination, QosSpec Qos, ReadOnlyMemory<byte> Data)
{
    /// <summary>Longest piggybacked data in bytes: request and reply stay in one packet of the smallest layer.</summary>
    public const int MaxDataLength = 1000;
}
