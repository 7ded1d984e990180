using Lamina.Core;
using Lamina.Security.Records;
using Lamina.Wire;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast;

/// <summary>What an IPC process knows of itself once it is in a layer; never changes while it is.</summary>
/// <param name="Parameters">The layer's parameters.</param>
/// <param name="Address">The member's address.</param>
/// <param name="IsRouter">True where it only forwards: it gives no flows and registers no names.</param>
public sealed record Membership(LayerParameters Parameters, Address Address, bool IsRouter)
{
    /// <summary>
    /// Random number of this membership, never 0 in a layer: tells it from others that had the address before, or have it too.
    /// </summary>
    public ulong Instance { get; init; }

    /// <summary>What it proves itself with; null (default): the layer is insecure.</summary>
    public LayerSecurity? Security { get; init; }

    /// <summary>Hash of the layer's name.</summary>
    public NameHash LayerHash { get; } = NameHash.Of(Parameters.Layer, Parameters.HashAlgorithm);

    /// <summary>The layer's data transfer header.</summary>
    public DataTransferFormat Format { get; } = new(Parameters.AddressSize);

    /// <summary>Bytes of a component's longest message: where it is sealed for each neighbour on its way, less than of a packet.</summary>
    public int MessageRoom => Parameters.MaxPacketSize - (Security is null ? 0 : Format.HeaderLength + RecordHeader.Length);
}
