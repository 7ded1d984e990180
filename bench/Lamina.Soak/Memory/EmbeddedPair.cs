using System.Net;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node;
using Lamina.Node.Management;

namespace Lamina.Soak.Memory;

/// <summary>Two stacks in this process with a unicast layer over udp on loopback, so that one heap has all that a flow costs at both ends.</summary>
internal sealed class EmbeddedPair : IAsyncDisposable
{
    public const string FlowName = "memory";
    private const string Bearer = "wire";
    private const string Layer = "net";

    private EmbeddedPair(NetworkStack serving, NetworkStack asking, FlowListener listener) =>
        (Serving, Asking, Listener) = (serving, asking, listener);

    public NetworkStack Serving { get; }

    public NetworkStack Asking { get; }

    public FlowListener Listener { get; }

    public static async Task<EmbeddedPair> StartAsync()
    {
        NetworkStack serving = await NetworkStack.StartAsync(new StackOptions { Name = "serving" });
        NetworkStack asking = await NetworkStack.StartAsync(new StackOptions { Name = "asking" });
        IPEndPoint place = await JoinBearerAsync(serving.Management, []);
        await JoinBearerAsync(asking.Management, [place]);
        IpcpManagement first = serving.Management.Ipcps;
        IpcpManagement second = asking.Management.Ipcps;
        var member = Name.Parse("net.serving");
        Check(await first.CreateAsync(Layer, IpcProcessKind.Unicast));
        Check(await first.BootstrapUnicastAsync(Layer, new UnicastParameters(Name.Parse(Layer)) { IsInsecure = true }));
        Check(await serving.Management.Names.BindIpcpAsync(member, Layer));
        Check(await serving.Management.Names.RegisterAsync(member, Bearer));
        Check(await second.CreateAsync(Layer, IpcProcessKind.Unicast));
        Check(await second.EnrolAsync(Layer, new EnrolmentParameters(member) { IsInsecure = true }));
        Check(await second.ConnectAsync(Layer, member, ConnectionComponents.All));
        FlowListener listener = await serving.ListenAsync(FlowName, backlog: 1024);
        Check(await serving.Management.Names.RegisterAsync(Name.Parse(FlowName), Layer));
        return new EmbeddedPair(serving, asking, listener);
    }

    /// <summary>A flow over the layer; the server hears the number.</summary>
    public Task<Flow> AllocateAsync(int number = 0) => Asking.AllocateAsync(
        FlowName, layer: Layer, data: BitConverter.GetBytes(number), timeout: TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await Asking.DisposeAsync();
        await Serving.DisposeAsync();
    }

    private static async Task<IPEndPoint> JoinBearerAsync(StackManagement stack, IPEndPoint[] peers)
    {
        Check(await stack.Ipcps.CreateAsync("u", IpcProcessKind.Udp));
        Check(await stack.Ipcps.BootstrapUdpAsync(
            "u", new UdpParameters(Bearer, new IPEndPoint(IPAddress.Loopback, 0)) { Peers = [.. peers], IsInsecure = true }));
        return (await stack.Ipcps.ListPortsAsync())[0].Local;
    }

    private static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }
}
