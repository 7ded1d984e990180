using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Fragments;

namespace Lamina.Ipc.Unicast.Adjacencies.Paths;

/// <summary>
/// What comes from neighbours about the flows to them: questions how long a packet may be, answers, and parts of packets. Answers leave
/// through the run queue; a neighbour that asks faster than it is answered is answered less.
/// </summary>
internal sealed class PathTalk(MachineContext context, AdjacencyTable table, DataTransferMachine data) : IDeferred
{
    private const int MaxAnswers = 64;

    private readonly Queue<(DataLink Link, SizeProbe Answer)> _answers = new();

    /// <summary>A message for <see cref="DataTransferHeader.SizeEid"/>, while a data flow hands over what came.</summary>
    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        if (table.Receiving is not { } link || !SizeProbe.TryRead(message, out SizeProbe probe))
        {
            data.Counters.Malformed++;
        }
        else if (probe.IsAnswer)
        {
            link.Flow.Watch.HandleAnswer(probe.Cookie, probe.PacketLength, now);
        }
        else if (message.Length + data.HeaderLength == probe.PacketLength && _answers.Count < MaxAnswers)
        {
            _answers.Enqueue((link, probe with { IsAnswer = true }));
            context.RunQueue.Post(this);
        }
    }

    /// <summary>A part, while a data flow hands over what came: when it is the last of its packet, that is handled as if it had come whole.</summary>
    public void HandlePart(ReadOnlySpan<byte> part, Instant now)
    {
        if (table.Receiving is not { } link)
        {
            data.Counters.Malformed++;
            return;
        }

        if (!link.Flow.Joiner.TryJoin(part, out Train packet))
        {
            return;
        }

        // A packet of parts is no part: no more than one level of this.
        if (packet.Length < data.HeaderLength || data.Read(packet).Eid == DataTransferHeader.PartEid)
        {
            data.Counters.Malformed++;
        }
        else
        {
            data.HandleTrain(packet, now);
        }

        packet.Buffer.Release();
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        (DataLink link, SizeProbe answer) = _answers.Dequeue();
        if (link.Neighbour.Data.Contains(link))
        {
            Span<byte> message = stackalloc byte[SizeProbe.Length];
            answer.Write(message);
            data.SendOver(link.Scheduler, link.Neighbour.Address, DataTransferHeader.SizeEid, message, now);
        }
    }
}
