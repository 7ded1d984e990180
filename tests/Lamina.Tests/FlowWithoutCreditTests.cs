using System.Net;
using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Attach;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>A flow of an attached program that has no way out any more.</summary>
public sealed class FlowWithoutCreditTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_waits_without_a_loss_does_not_hold_the_programs_other_flows_and_lives_again_with_its_route()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("near");
        await using NetworkStack elsewhere = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(elsewhere.Management, []);
        IPEndPoint local = (await elsewhere.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, [local]);
        TestStacks.AssertOk(await elsewhere.Management.Names.RegisterAsync(Name.Parse("member"), "internet"));
        await UnicastLayer.MakeAsync(elsewhere.Management, stacks.Daemon.Management, "net", "member", 1444, "far");

        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener nearListener = await program.ListenAsync("near");
        await using FlowListener farListener = await elsewhere.ListenAsync("far");
        await using Flow far = await UnicastLayer.AllocateWhenKnownAsync(program, "far", "net", QosSpec.Raw);
        await using Flow farEnd = await farListener.AcceptAsync().WaitAsync(Patience);
        await using Flow near = await program.AllocateAsync("near");
        await using Flow nearEnd = await nearListener.AcceptAsync().WaitAsync(Patience);

        Name member = Name.Parse("member");
        TestStacks.AssertOk(await stacks.Daemon.Management.Ipcps.DisconnectAsync("net", member, ConnectionComponents.All));
        byte[] buffer = new byte[100];
        int waiting = 0;
        for (int i = 0; i < 200; i++)
        {
            waiting += far.TryWrite("nowhere"u8) ? 1 : 0;
            near.Write("here"u8);
            Assert.Equal(4, (await nearEnd.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }

        AttachCounters counters = (await stacks.Daemon.Management.ListAttachedAsync())[0].Counters;
        Assert.Equal(0, counters.DroppedNoCredit);
        Assert.InRange(waiting, 1, 199);
        Assert.False(far.TryWrite("nowhere"u8));

        TestStacks.AssertOk(await stacks.Daemon.Management.Ipcps.ConnectAsync("net", member, ConnectionComponents.All));
        far.WriteTimeout = Patience;
        far.Write("again"u8);
        for (int i = 0; i < waiting; i++)
        {
            Assert.Equal(7, (await farEnd.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }

        Assert.Equal(5, (await farEnd.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
    }
}
