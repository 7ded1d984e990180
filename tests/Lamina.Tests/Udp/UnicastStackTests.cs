using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Tests.Udp;

/// <summary>A unicast layer of two stacks over real UDP: the whole of what a user sets up.</summary>
public sealed class UnicastStackTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_layer_is_made_joined_and_used()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("member");
        Name member = Name.Parse("member");
        var first = stacks.Serving.Management;
        TestStacks.AssertOk(await first.Ipcps.CreateAsync("uni", IpcProcessKind.Unicast));
        TestStacks.AssertOk(await first.Ipcps.BootstrapUnicastAsync(
            "uni", new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = 1444 }));
        TestStacks.AssertOk(await first.Names.BindIpcpAsync(member, "uni"));

        var second = stacks.Asking.Management;
        TestStacks.AssertOk(await second.Ipcps.CreateAsync("uni", IpcProcessKind.Unicast));
        TestStacks.AssertOk(await second.Ipcps.EnrolAsync("uni", new EnrolmentParameters(member) { IsInsecure = true }));
        TestStacks.AssertOk(await second.Ipcps.ConnectAsync("uni", member, ConnectionComponents.All));
        TestStacks.AssertOk(await first.Names.RegisterAsync(Name.Parse("bulk"), "net"));

        await using FlowListener listener = await stacks.Serving.ListenAsync("bulk");
        await using Flow client = await AllocateWhenKnownAsync(stacks.Asking, "bulk");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 64 << 10);
        output.WriteLine($"embedded, unicast over udp on loopback: {goodput:0.00} Gbit/s");
    }

    /// <summary>Routes and directory entries spread in their own time.</summary>
    private static async Task<Flow> AllocateWhenKnownAsync(NetworkStack stack, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await stack.AllocateAsync(name, layer: "net", cancellationToken: patience.Token);
            }
            catch (LaminaException failure) when (failure.Error == LaminaError.NameUnknown)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
