using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;
using Lamina.Spike.Layering;

namespace Lamina.Spike.Rings;

/// <summary>The receiving application: checks and copies out what its daemon put into its ring.</summary>
internal static class AttachedReader
{
    public static void Run(Board board, RingMemory ring)
    {
        var reader = new RingReader(ring);
        var meter = new Meter(board);
        var destination = new byte[SegmentedUdpSocket.ReceiveBufferLength];
        while (RingWaits.Next(reader, board, out var bytes))
        {
            for (var at = 0; at < bytes.Length; at += AttachedWriter.PacketLength)
            {
                var packet = bytes.Slice(at, Math.Min(AttachedWriter.PacketLength, bytes.Length - at));
                if (!FrcpHeader.TryRead(packet, out var number) || !meter.Accept(number))
                {
                    meter.Drop(1);
                }
                else
                {
                    packet[FrcpHeader.Length..].CopyTo(destination.AsSpan(at));
                }
            }
            RingWaits.Release(reader);
            meter.Publish();
        }
    }
}
