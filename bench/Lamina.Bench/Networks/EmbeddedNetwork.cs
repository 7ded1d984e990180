using System.Globalization;
using System.Net;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Node;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>Two stacks in this process: a udp layer on loopback, and unicast layers on each other above it.</summary>
internal sealed class EmbeddedNetwork : IAsyncDisposable
{
    public const int MaxDepth = 4;

    private const int UdpMaxPacketSize = 1444;
    private const int HeaderOfLayer = 15;

    private readonly NetworkStack _serving;
    private readonly NetworkStack _asking;

    private EmbeddedNetwork(NetworkStack serving, NetworkStack asking) => (_serving, _asking) = (serving, asking);

    /// <summary>Starts it.</summary>
    /// <param name="isSealed">Whether flows of programs are sealed.</param>
    public static async Task<EmbeddedNetwork> StartAsync(bool isSealed)
    {
        NetworkStack serving = await NetworkStack.StartAsync(new StackOptions { Name = "serving" });
        NetworkStack asking = await NetworkStack.StartAsync(new StackOptions { Name = "asking" });
        serving.LabKeys = isSealed ? LabKeys.Of : null;
        asking.LabKeys = serving.LabKeys;
        IPEndPoint local = await Setup.JoinBearerAsync(serving.Management, []);
        await Setup.JoinBearerAsync(asking.Management, [local]);
        for (int depth = 1; depth <= MaxDepth; depth++)
        {
            int below = UdpMaxPacketSize - (HeaderOfLayer * (depth - 1));
            await Setup.MakeLayerAsync(serving.Management, asking.Management, LayerAt(depth), LayerAt(depth - 1), below);
        }

        return new EmbeddedNetwork(serving, asking);
    }

    /// <summary>A flow over the layer at a depth, 0 for udp; or, with -1, within the serving stack over none.</summary>
    public async Task<Connection> ConnectAsync(int depth, Question question, Board board)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{question}.{depth}");
        FlowListener listener = await _serving.ListenAsync(name);
        Task<Flow> accepting = listener.AcceptAsync();
        Flow client;
        if (depth < 0)
        {
            client = await _serving.AllocateAsync(name);
        }
        else
        {
            Setup.Check(await _serving.Management.Names.RegisterAsync(Name.Parse(name), LayerAt(depth)));
            client = await Setup.AllocateAsync(_asking, name, LayerAt(depth));
        }

        Flow server = await accepting;
        Task serving = Task.Factory.StartNew(
            () => ServingEnd.Run(server, question, board), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return new Connection(client, serving.Wait, static () => TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _serving.DisposeAsync();
    }

    private static string LayerAt(int depth) => depth == 0 ? Setup.Bearer : string.Create(CultureInfo.InvariantCulture, $"net{depth}");
}
