namespace Lamina.Tests.Udp;

/// <summary>A unicast layer of two stacks over real UDP: the whole of what a user sets up.</summary>
public sealed class UnicastStackTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_layer_is_made_joined_and_used()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("member");
        await UnicastLayer.MakeAsync(stacks.Serving.Management, stacks.Asking.Management, "net", "member", 1444, "bulk");

        await using FlowListener listener = await stacks.Serving.ListenAsync("bulk");
        await using Flow client = await UnicastLayer.AllocateWhenKnownAsync(stacks.Asking, "bulk", "net");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 64 << 10);
        output.WriteLine($"embedded, unicast over udp on loopback: {goodput:0.00} Gbit/s");
    }
}
