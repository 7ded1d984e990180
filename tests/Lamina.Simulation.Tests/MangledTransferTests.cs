using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Simulation.Links;
using Lamina.Simulation.Mangling;
using Lamina.Simulation.Programs;
using Lamina.Simulation.Tests.Conformance;

namespace Lamina.Simulation.Tests;

/// <summary>Reliable flows over ports that regroup, lose, repeat and reorder what they receive.</summary>
public sealed class MangledTransferTests
{
    private const int Seeds = 200;
    private const long Total = 1 << 20;

    [Fact]
    public void A_megabyte_arrives_intact_over_udp() => RunSeeds(seed => TwoHosts.OverUdp(seed, ManglingProfile.Hostile), 1, Seeds / 2);

    [Fact]
    public void A_megabyte_arrives_intact_over_unicast() =>
        RunSeeds(seed => TwoHosts.OverUdp(seed, ManglingProfile.Hostile).WithUnicast("net"), Seeds / 2, Seeds);

    [Fact]
    public void A_megabyte_arrives_intact_over_unicast_on_a_link_of_1280_bytes() => RunSeeds(
        seed => TwoHosts.OverUdp(seed, ManglingProfile.Hostile, new LinkProfile { MaxDatagram = 1232 }).WithUnicast("net"), Seeds + 1, Seeds + 50);

    private static void RunSeeds(Func<ulong, TwoHosts> make, int first, int last)
    {
        Parallel.For(first, last + 1, seed =>
        {
            using SimulatedLayer layer = make((ulong)seed).Top;
            try
            {
                RunOne(layer);
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {failure.Message}", failure);
            }
        });
    }

    private static void RunOne(SimulatedLayer layer)
    {
        var receiver = new BulkReceiver(layer.Far.Flows);
        layer.Far.Do(now => layer.Far.Flows.Listen(Name.Parse("sink"), receiver, new RecordingOutcome(), now));
        Assert.True(layer.Far.Register("sink").IsOk);
        var sender = new BulkSender(layer.Near.Flows, QosSpec.Data, Total);
        layer.Near.Do(now => sender.Start(Name.Parse("sink"), now));
        Assert.True(
            layer.RunUntil(() => receiver.Received == Total || sender.Refused != CloseReason.None || sender.Closed != CloseReason.None),
            $"{receiver.Received} of {sender.Sent} came");
        Assert.Equal((Total, true, CloseReason.None), (receiver.Received, receiver.IsIntact, sender.Refused));
    }
}
