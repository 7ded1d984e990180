using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Wire.DataTransfer;

namespace Lamina.Simulation.Tests.Security;

/// <summary>A hostile daemon on another host of the path: flows above it bring each byte as it was or end, nothing is learnt, and nobody is hurt for long.</summary>
public sealed class HostilePathTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Flows_over_a_hostile_host_bring_each_byte_as_it_was_or_end(ulong seed) => Run(seed, spares: null);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Flows_through_a_member_that_spoils_what_it_passes_on_bring_each_byte_as_it_was_or_end(ulong seed) =>
        Run(seed, datagram => !IsOfFlow(datagram));

    private void Run(ulong seed, Func<byte[], bool>? spares)
    {
        var hostile = new List<HostilePort>();
        using var lab = new SecureLab(seed, 4, (i, host, port) =>
        {
            if (i is not (1 or 2))
            {
                return port;
            }

            hostile.Add(new HostilePort(port, host.Context, (seed * 10) + (ulong)i) { Spares = spares });
            return hostile[^1];
        });
        UnicastIpcProcess[] members = lab.MakeLayer();
        lab.Lab.Serve(0, "oping", "net");
        Chatter[] chatters = [.. Enumerable.Range(0, 6).Select(i => new Chatter(lab.Host(3), (seed * 1000) + ((ulong)i * 100_000)))];
        foreach (Chatter chatter in chatters.Take(3))
        {
            chatter.Open("oping");
        }

        Assert.True(lab.Lab.Network.RunUntil(() => chatters.Take(3).All(chatter => chatter.IsOpen), Lab.Patience));
        hostile.ForEach(port => port.IsHostile = true);

        // The others are allocated while it does what it can.
        foreach (Chatter chatter in chatters.Skip(3))
        {
            chatter.Open("oping");
        }

        for (int i = 0; i < 700; i++)
        {
            Array.ForEach(chatters, chatter => chatter.Say());
            lab.Lab.Network.RunFor(Duration.FromMilliseconds(20));
        }

        output.WriteLine(
            $"deeds {hostile.Sum(port => port.Deeds)}, heard {string.Join(' ', chatters.Select(chatter => $"{chatter.Heard}{(chatter.IsOver ? " ended" : "")}"))}, "
            + $"unsealed {members.Sum(member => member.Counters!.Unsealed)}, not authentic {members.Sum(member => member.Counters!.NotAuthentic)}");
        Assert.All(chatters, chatter => Assert.False(chatter.IsSpoilt));
        Assert.True(hostile.Sum(port => port.Deeds) > 500);
        Assert.True(chatters.Sum(chatter => chatter.Heard) > 500, "nothing got through at all");
        Assert.All(lab.Spies, spy => Assert.Equal(0, spy.Count(Chatter.Secret)));

        // It tires of it: all is as before.
        hostile.ForEach(port => port.IsHostile = false);
        lab.Lab.AwaitRoutes(Duration.FromSeconds(60), members);
        lab.Lab.Network.RunFor(Duration.FromSeconds(30));
        Assert.Equal(CloseReason.None, lab.Lab.Ping(3, "oping"));
        lab.Lab.AssertCleanEnd();
    }

    // udp 8, then the transfer header: with addresses of four bytes its end point is in the last eight.
    private static bool IsOfFlow(byte[] datagram) =>
        datagram.Length > 8 + 15 && new DataTransferFormat(4).Read(datagram.AsSpan(8)).Eid >= DataTransferHeader.FirstFlowEid;
}
