using Lamina.Core;

namespace Lamina.Ipc.Unicast.DataTransfer;

/// <summary>What stands behind the end points of a member.</summary>
public interface IDataTransferUser
{
    /// <summary>Packets for a flow; the train is lent.</summary>
    void HandleData(ulong eid, in Train train, Instant now);

    /// <summary>A message for a component.</summary>
    void HandleComponentMessage(ulong component, ReadOnlySpan<byte> message, Instant now);
}
