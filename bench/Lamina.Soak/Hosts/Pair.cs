using Lamina.Daemon.Control;

namespace Lamina.Soak.Hosts;

/// <summary>A program that serves a name and one that asks for it, both attached: to one daemon, or to two that share a udp layer.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public const string Name = "soak";

    private const int ServingPort = 34362;
    private const int AskingPort = 34363;

    private Pair(IReadOnlyList<DaemonUnderTest> daemons, NetworkStack serving, NetworkStack asking, FlowListener listener)
    {
        Daemons = daemons;
        Serving = serving;
        Asking = asking;
        Listener = listener;
    }

    public IReadOnlyList<DaemonUnderTest> Daemons { get; }

    public NetworkStack Serving { get; }

    public NetworkStack Asking { get; }

    public FlowListener Listener { get; }

    public static async Task<Pair> StartAsync(bool overUdp)
    {
        DaemonUnderTest first = await DaemonUnderTest.StartAsync("first");
        DaemonUnderTest second = overUdp ? await DaemonUnderTest.StartAsync("second") : first;
        if (overUdp)
        {
            await first.JoinBearerAsync("ip", ServingPort);
            await second.JoinBearerAsync("ip", AskingPort, ServingPort);
            DaemonUnderTest.Check(await first.Control.RegisterAsync(new RegistrationRequest(Name, ["ip"]), default));
        }

        NetworkStack serving = await NetworkStack.OpenAsync(first.StackDirectory);
        NetworkStack asking = await NetworkStack.OpenAsync(second.StackDirectory);
        FlowListener listener = await serving.ListenAsync(Name, backlog: 1024);
        return new Pair(overUdp ? [first, second] : [first], serving, asking, listener);
    }

    public async ValueTask DisposeAsync()
    {
        await Asking.DisposeAsync();
        await Serving.DisposeAsync();
        foreach (DaemonUnderTest daemon in Daemons)
        {
            await daemon.DisposeAsync();
        }
    }
}
