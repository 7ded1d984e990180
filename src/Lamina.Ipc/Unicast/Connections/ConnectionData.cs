using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Connections;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Unicast.Connections;

/// <summary>
/// The piggybacked data of a flow between IPC processes: the offer of the flow ends, where the flow has them, and the
/// connection hello as user data.
/// </summary>
internal static class ConnectionData
{
    /// <summary>
    /// What a flow for a component must give. Nobody below watches its ends: the adjacencies' own monitor is quicker, and wakes once for all.
    /// </summary>
    /// <param name="component">What it is for.</param>
    /// <param name="capacity">Of a data flow: bits per second that the layer below is to keep for it, and the other side learns so; 0: none.</param>
    public static QosSpec QosOf(ConnectionComponent component, ulong capacity = 0) => component == ConnectionComponent.DataTransfer
        ? QosSpec.Raw with { PeerTimeout = 0, Bandwidth = capacity }
        : QosSpec.Data with { PeerTimeout = 0 };

    /// <summary>The data of a request.</summary>
    public static byte[] WriteRequest(in ConnectionHello hello)
    {
        byte[] offer = hello.Component == ConnectionComponent.DataTransfer ? [] : FlowTerms.Offer(QosOf(hello.Component));
        return Write(offer, hello);
    }

    /// <summary>Reads the hello of a request or a reply, and the offer or answer beside it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> offer, out ConnectionHello hello)
    {
        hello = default;
        return Piggyback.TryRead(data, out offer, out ReadOnlySpan<byte> user) && ConnectionHello.TryRead(user, out hello);
    }

    /// <summary>The data of a reply.</summary>
    public static byte[] Write(ReadOnlySpan<byte> answer, in ConnectionHello hello)
    {
        Span<byte> bytes = stackalloc byte[ConnectionHello.MaxLength];
        return Piggyback.Write(answer, bytes[..hello.Write(bytes)]);
    }
}
