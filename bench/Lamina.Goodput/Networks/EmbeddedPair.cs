using System.Net;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Goodput.Networks;

/// <summary>Two stacks in this process: a udp layer on loopback, a unicast layer over it, and one more over that.</summary>
internal sealed class EmbeddedPair : IAsyncDisposable
{
    public const string OneLayer = "net";
    public const string TwoLayers = "net2";

    private readonly NetworkStack _serving;
    private readonly NetworkStack _asking;

    private EmbeddedPair(NetworkStack serving, NetworkStack asking) => (_serving, _asking) = (serving, asking);

    public static async Task<EmbeddedPair> StartAsync()
    {
        NetworkStack serving = await NetworkStack.StartAsync(new StackOptions { Name = "serving" });
        NetworkStack asking = await NetworkStack.StartAsync(new StackOptions { Name = "asking" });
        IPEndPoint local = await Setup.JoinBearerAsync(serving.Management, []);
        await Setup.JoinBearerAsync(asking.Management, [local]);
        await Setup.MakeLayerAsync(serving.Management, asking.Management, OneLayer, Setup.Bearer, 1444);
        await Setup.MakeLayerAsync(serving.Management, asking.Management, TwoLayers, OneLayer, 1429);
        return new EmbeddedPair(serving, asking);
    }

    /// <summary>Both ends of a new flow over a layer.</summary>
    public async Task<(Lamina.Flow Client, Lamina.Flow Server)> OpenAsync(string layer)
    {
        string name = $"{layer}.{Guid.NewGuid():N}";
        Setup.Check(await _serving.Management.Names.RegisterAsync(Name.Parse(name), layer));
        FlowListener listener = await _serving.ListenAsync(name);
        Task<Lamina.Flow> accepting = listener.AcceptAsync();
        Lamina.Flow client = await Setup.AllocateAsync(_asking, name, layer);
        return (client, await accepting);
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _serving.DisposeAsync();
    }
}
