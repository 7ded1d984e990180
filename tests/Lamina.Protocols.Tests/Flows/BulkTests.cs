using System.Diagnostics;
using Lamina.Core;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What a lossless bulk transfer costs, with both ends in one domain.</summary>
public class BulkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("raw", 1400, false)]
    [InlineData("raw-no-errors", 1400, false)]
    [InlineData("best-effort", 65536, false)]
    [InlineData("data", 65536, false)]
    [InlineData("data", 1400, false)]
    [InlineData("data", 64, false)]
    [InlineData("raw", 1400, true)]
    [InlineData("data", 65536, true)]
    [InlineData("data", 64, true)]
    public void A_bulk_transfer_allocates_nothing_per_packet(string qos, int size, bool isSealed)
    {
        int messages = isSealed ? 300 : 2000;
        const int Rounds = 10;
        Assert.True(QosNames.TryGet(qos, out QosSpec spec));
        var ciphers = new RecordCiphers(_ => AesGcmAead.Instance);
        var loop = new LoopedPair(spec, records: isSealed ? (isWriter, now) => ciphers.Begin(SealedFlows.KeysOf(isWriter), now) : null);
        byte[] message = new byte[size];

        // The first rounds warm the code up, and grow what grows once; the fastest of the others is the figure.
        double seconds = double.MaxValue;
        long allocated = long.MaxValue;
        long packets = 0;
        for (int i = 0; i < Rounds; i++)
        {
            long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            long packetsBefore = loop.B.Counters.Received;
            long start = Stopwatch.GetTimestamp();
            loop.Transfer(message, messages);
            seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
            packets = loop.B.Counters.Received - packetsBefore;
        }

        output.WriteLine(
            $"{qos} {size} B: {messages * 8.0 * size / seconds / 1e9:0.00} Gbit/s, {seconds * 1e9 / packets:0} ns per packet, "
            + $"{seconds * 1e9 / messages:0} ns per message, {loop.A.Counters.TrainsSent} trains, {loop.B.Counters.ControlSent} acks, "
            + $"{(double)allocated / packets:0.00} B allocated per packet");
        Assert.Equal((long)Rounds * messages, loop.B.Counters.MessagesRead);
        Assert.Equal(0, loop.A.Counters.Retransmitted);
        Assert.True((double)allocated / packets < 1, $"{allocated} bytes for {packets} packets");
    }
}
