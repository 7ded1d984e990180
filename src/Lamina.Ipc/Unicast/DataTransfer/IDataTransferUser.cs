using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.DataTransfer;

/// <summary>What stands behind the end points of a member.</summary>
public interface IDataTransferUser
{
    /// <summary>Packets for a flow, all with this header; the train is lent, and starts behind the header.</summary>
    void HandleData(in DataTransferHeader header, in Train train, Instant now);

    /// <summary>A message for a component.</summary>
    void HandleComponentMessage(ulong component, ReadOnlySpan<byte> message, Instant now);

    /// <summary>A message for tracing: for this member, or one whose packet has no hops left here.</summary>
    void HandleTrace(in DataTransferHeader header, ReadOnlySpan<byte> message, Instant now);
}
