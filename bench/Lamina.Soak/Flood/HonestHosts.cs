using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lamina.Daemon.Control;
using Lamina.Soak.Hosts;

namespace Lamina.Soak.Flood;

/// <summary>Two daemons with a udp layer and a secure layer on it; programs of the second ask for flows to a program of the first, in either.</summary>
internal sealed class HonestHosts : IAsyncDisposable
{
    public const string Served = "flooded";
    public const string Member = "net.a";

    private const string Bearer = "ip";
    private const string Layer = "net";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private HonestHosts(DaemonUnderTest flooded, DaemonUnderTest other, NetworkStack serving, NetworkStack asking, FlowListener listener, int port)
    {
        Port = port;
        Flooded = flooded;
        Other = other;
        Serving = serving;
        Asking = asking;
        _ = ServeAsync(listener);
    }

    public DaemonUnderTest Flooded { get; }

    /// <summary>Where the flooded one can be reached.</summary>
    public int Port { get; }

    private DaemonUnderTest Other { get; }

    private NetworkStack Serving { get; }

    private NetworkStack Asking { get; }

    public static async Task<HonestHosts> StartAsync()
    {
        DaemonUnderTest flooded = await DaemonUnderTest.StartAsync("flooded");
        DaemonUnderTest other = await DaemonUnderTest.StartAsync("other");
        int port = FreePort();
        await flooded.JoinBearerAsync(Bearer, port);
        await other.JoinBearerAsync(Bearer, 0, port);
        await flooded.CommandAsync($"ipcp bootstrap {Member} --type unicast --layer {Layer} --autobind");
        await flooded.CommandAsync($"register {Member} --layer {Bearer}");
        string request = await other.SaveAsync("layer-authority request");
        string credential = await flooded.SaveAsync($"layer-authority issue {Layer} --for {request} --all-names");
        await other.CommandAsync($"ipcp enrol net.b --type unicast --dst {Member} --autobind --credential {credential}");
        await other.CommandAsync($"ipcp connect net.b --dst {Member}");
        NetworkStack serving = await NetworkStack.OpenAsync(flooded.StackDirectory);
        FlowListener listener = await serving.ListenAsync(Served, backlog: 1024);
        DaemonUnderTest.Check(await flooded.Control.RegisterAsync(new RegistrationRequest(Served, [Bearer, Layer]), default));
        NetworkStack asking = await NetworkStack.OpenAsync(other.StackDirectory);
        return new HonestHosts(flooded, other, serving, asking, listener, port);
    }

    /// <summary>Asks for a flow, and closes it. The time that it took; null: it did not come within five seconds.</summary>
    public async Task<TimeSpan?> AllocateAsync(bool inLayer)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await using Flow flow = await Asking.AllocateAsync(Served, layer: inLayer ? Layer : Bearer, timeout: Patience);
            return Stopwatch.GetElapsedTime(start);
        }
        catch (LaminaException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Asking.DisposeAsync();
        await Serving.DisposeAsync();
        await Other.DisposeAsync();
        await Flooded.DisposeAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task ServeAsync(FlowListener listener)
    {
        try
        {
            while (true)
            {
                _ = EndAsync(await listener.AcceptAsync());
            }
        }
        catch (LaminaException)
        {
            // It is over.
        }
    }

    private static async Task EndAsync(Flow flow)
    {
        await using (flow)
        {
            try
            {
                while (!(await flow.ReadAsync(new byte[64])).IsEndOfFlow)
                {
                    // Whatever is said is of no interest.
                }
            }
            catch (LaminaException)
            {
                // It is over.
            }
        }
    }
}
