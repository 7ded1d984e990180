using System.Net;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;

namespace Lamina.Tests.Udp;

/// <summary>Messages that go whole or not at all, over a layer that paces: its credit is never as large as the message.</summary>
public sealed class PacedTryWriteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_longest_one_goes_as_soon_as_there_is_credit()
    {
        await using NetworkStack near = await NetworkStack.StartAsync();
        await using NetworkStack far = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(far.Management, []);
        IPEndPoint place = (await far.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(near.Management, [place]);
        TestStacks.AssertOk(await far.Management.Names.RegisterAsync(Name.Parse("member"), "internet"));
        var parameters = new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = 1444, Congestion = "delay" };
        await UnicastLayer.MakeAsync(far.Management, near.Management, parameters, "member", "far");
        TestStacks.AssertOk(await near.Management.Ipcps.ImpairAsync("u", new PortImpairment { Ways = ImpairedWays.Out, BitsPerSecond = 5_000_000 }));

        await using FlowListener listener = await far.ListenAsync("far");
        await using Flow from = await UnicastLayer.AllocateWhenKnownAsync(near, "far", "net");
        await using Flow to = await listener.AcceptAsync(Patience);
        to.ReadTimeout = Patience;
        using var set = new FlowSet();
        set.Add(from);
        byte[] message = new byte[from.MaxTryWriteSize];
        byte[] buffer = new byte[message.Length];
        for (int i = 0; i < 10; i++)
        {
            while (!from.TryWrite(message))
            {
                Assert.True(set.TryTake(out _, Patience), $"message {i}: nobody said that there is room");
            }
        }

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(message.Length, to.Read(buffer).Length);
        }
    }
}
