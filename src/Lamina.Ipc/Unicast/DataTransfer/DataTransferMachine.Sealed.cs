using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Security.Records;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.DataTransfer;

/// <summary>
/// What is more in a secure layer: packets for components of members are sealed for each neighbour on their way, and taken from nobody else
/// (docs/design/ADJACENCIES.md). Rare beside the packets of flows, so each is copied.
/// </summary>
public sealed partial class DataTransferMachine
{
    private readonly bool _isSealed = membership.Security is not null;
    private DataLink? _from;

    /// <summary>Packets from a neighbour, over one of its flows.</summary>
    internal void HandleTrain(in Train arrived, DataLink from, Instant now)
    {
        if (from.IsReleased)
        {
            return;
        }

        _from = from;
        HandleTrain(arrived, now);
        _from = null;
    }

    /// <summary>Sends a message to a component of a neighbour over one flow, as the layer demands it.</summary>
    internal void SendOver(DataLink link, ulong component, ReadOnlySpan<byte> message, Instant now)
    {
        if (!_isSealed)
        {
            SendOver(link.Scheduler, link.Neighbour.Address, component, message, now);
            return;
        }

        Span<byte> packet = stackalloc byte[_headerLength + message.Length];
        _format.Write(packet, new(link.Neighbour.Address, 1, QosCube.BestEffort, 0, component));
        message.CopyTo(packet[_headerLength..]);
        Counters.Sent++;
        SendSealed(link, KeyOf(link.Neighbour.Address, component), packet, now);
    }

    // What a path carries, and what was cut for it, is said by the path, in clear: what is joined of parts is looked at like what came whole.
    private bool IsOfPath(in DataTransferHeader header) =>
        header.Eid is DataTransferHeader.SizeEid or DataTransferHeader.PartEid && header.Destination == _self;

    private void HandleSealed(in DataTransferHeader header, in Train run, Instant now)
    {
        if (header.Eid != DataTransferHeader.SealedEid || header.Destination != _self || _from?.Seal is not { } seal)
        {
            Counters.Unsealed += run.Count;
            return;
        }

        for (int i = 0; i < run.Count; i++)
        {
            Train packet = run.Slice(i, 1);
            packet.Pop(_headerLength);
            if (seal.Opener.Open(packet[0], now) != RecordVerdict.Opened)
            {
                Counters.NotAuthentic++;
                continue;
            }

            packet.Pop(RecordHeader.Length);
            HandleOpened(packet, now);
        }
    }

    private void HandleOpened(in Train packet, Instant now)
    {
        DataTransferHeader header = packet.Length < _headerLength ? default : _format.Read(packet[0]);
        bool isForComponent = packet.Length >= _headerLength
            && header.Eid < DataTransferHeader.FirstFlowEid
            && header.Eid is not (DataTransferHeader.SealedEid or DataTransferHeader.SizeEid or DataTransferHeader.PartEid);
        if (isForComponent)
        {
            HandleRun(header, packet, now);
        }
        else
        {
            Counters.Malformed++;
        }
    }

    // Consumes one reference of the buffer.
    private void SendSealed(DataLink link, ulong key, in Train packets, Instant now)
    {
        for (int i = 0; i < packets.Count; i++)
        {
            SendSealed(link, key, packets[i], now);
        }

        packets.Buffer.Release();
    }

    private void SendSealed(DataLink link, ulong key, ReadOnlySpan<byte> packet, Instant now)
    {
        int length = _headerLength + RecordHeader.Length + packet.Length;
        if (link.IsReleased
            || link.Seal is not { } seal
            || !seal.Sealer.CanSeal(1, now)
            || !context.Pool.TryRent(LowerHeadRoom + length, out PacketBuffer buffer))
        {
            Counters.NoResources++;
            return;
        }

        var train = Train.Single(buffer, LowerHeadRoom, length);
        _format.Write(train[0], new(link.Neighbour.Address, 1, QosCube.BestEffort, 0, DataTransferHeader.SealedEid));
        seal.Sealer.Seal(packet, train[0][_headerLength..]);
        link.Scheduler.Send(SchedulingClass.Control, key, train, now);
    }
}
