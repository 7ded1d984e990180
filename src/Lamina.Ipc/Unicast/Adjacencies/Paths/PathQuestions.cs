using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Protocols.Fragments;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Fragments;

namespace Lamina.Ipc.Unicast.Adjacencies.Paths;

/// <summary>Sends the questions of one flow's watch, as messages to the neighbour: they wait where packets wait.</summary>
internal sealed class PathQuestions(LinkScheduler link, Address neighbour, DataTransferMachine data) : IPathWatchUser
{
    public void SendSizeQuestion(int length, ulong cookie, Instant now)
    {
        byte[] message = new byte[length - data.HeaderLength];
        new SizeProbe(IsAnswer: false, cookie, (ushort)length).Write(message);
        data.SendOver(link, neighbour, DataTransferHeader.SizeEid, message, now);
    }
}
