using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Layering;

/// <summary>The receiving end of a flow: checks each packet, copies its payload out once.</summary>
internal sealed class FlowReader(Meter meter, byte[] destination) : IUpper
{
    public void Receive(in Train train)
    {
        var to = destination.AsSpan();
        for (var i = 0; i < train.Count; i++)
        {
            var packet = train[i];
            if (!FrcpHeader.TryRead(packet, out var number) || !meter.Accept(number))
            {
                meter.Drop(1);
                continue;
            }
            packet[FrcpHeader.Length..].CopyTo(to);
            to = to[(packet.Length - FrcpHeader.Length)..];
        }
        meter.Publish();
    }
}
