using Lamina.Core;
using Lamina.Ipc;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Api;

/// <summary>Both ends of one flow, where the two programs are what <see cref="Kinds"/> says.</summary>
internal sealed class FlowPair : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>In one stack over a local layer; attached to a daemon, likewise; in two stacks over udp.</summary>
    public static TheoryData<string> Kinds => ["embedded", "attached", "udp"];

    public required Flow Client { get; init; }

    public required Flow Server { get; init; }

    public static async Task<FlowPair> StartAsync(
        string kind, QosSpec? qos = null, FlowOptions? asked = null, FlowOptions? served = null)
    {
        List<IAsyncDisposable> owned = [];
        (NetworkStack serving, NetworkStack asking, string layer) = await StartStacksAsync(kind, owned);
        FlowListener listener = await serving.ListenAsync("n", options: served);
        Flow client = await asking.AllocateAsync("n", qos, layer: layer, options: asked);
        Flow server = await listener.AcceptAsync(Patience);
        var pair = new FlowPair { Client = client, Server = server };
        pair._owned.AddRange(owned);
        return pair;
    }

    public static async Task<(NetworkStack Serving, NetworkStack Asking, string Layer)> StartStacksAsync(string kind, List<IAsyncDisposable> owned)
    {
        switch (kind)
        {
            case "embedded":
                NetworkStack stack = await NetworkStack.StartAsync();
                owned.Add(stack);
                TestStacks.AssertOk(await stack.Management.Ipcps.CreateAsync("l", IpcProcessKind.Local));
                TestStacks.AssertOk(await stack.Management.Ipcps.BootstrapLocalAsync("l", "here"));
                TestStacks.AssertOk(await stack.Management.Names.RegisterAsync(Name.Parse("n"), "here"));
                return (stack, stack, "here");
            case "attached":
                TestStacks stacks = await TestStacks.StartAsync("n");
                NetworkStack serving = await stacks.AttachAsync();
                NetworkStack asking = await stacks.AttachAsync();
                owned.AddRange([asking, serving, stacks]);
                return (serving, asking, "here");
            default:
                UdpStacks udp = await UdpStacks.StartAsync("n");
                owned.Add(udp);
                return (udp.Serving, udp.Asking, "internet");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable one in _owned)
        {
            await one.DisposeAsync();
        }
    }
}
