using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Bench.Compositions;

/// <summary>As a flow's end does it: through an array of elements.</summary>
internal sealed class ComposedWay(PacketPath path) : IPacketWay
{
    public ulong Trip(in Train train)
    {
        path.Send(train, default);
        Train came = LastTrain.Sent;
        return path.Receive(ref came, default);
    }
}
