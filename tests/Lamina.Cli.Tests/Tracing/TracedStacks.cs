using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Tracing;

/// <summary>Three stacks in a row on real sockets of the loopback, with a layer over a layer, and a server at the far end.</summary>
internal sealed class TracedStacks : IAsyncDisposable
{
    private static readonly string[] Commands =
    [
        "--stack a ipcp bootstrap udp.a --type udp --layer ab --ip NET.1 --peer NET.2",
        "--stack a ipcp bootstrap net.a --type unicast --layer net --autobind --insecure",
        "--stack a register net.a --layer ab",
        "--stack a register net --layer ab",
        "--stack b ipcp bootstrap udp.ab --type udp --layer ab --ip NET.2 --peer NET.1",
        "--stack b ipcp bootstrap udp.bc --type udp --layer bc --ip NET.3 --peer NET.4",
        "--stack b ipcp enrol net.b --dst net --type unicast --autobind --insecure --router",
        "--stack b ipcp connect net.b --dst net.a",
        "--stack b register net.b --layer bc",
        "--stack b register net --layer bc",
        "--stack c ipcp bootstrap udp.c --type udp --layer bc --ip NET.4 --peer NET.3",
        "--stack c ipcp enrol net.c --dst net --type unicast --autobind --insecure",
        "--stack c ipcp connect net.c --dst net.b",
        "--stack a ipcp bootstrap top.a --type unicast --layer top --autobind --insecure",
        "--stack a register top.a --layer net",
        "--stack a register top --layer net",
        "--stack c ipcp enrol top.c --dst top --type unicast --autobind --insecure",
        "--stack c ipcp connect top.c --dst top.a",
    ];

    private static int _started;

    private readonly RealServer _server;

    private TracedStacks(string net, RealDaemon daemon, RealServer server)
    {
        Net = net;
        Daemon = daemon;
        _server = server;
    }

    /// <summary>The first three numbers of the stacks' addresses: others run tests on this host too.</summary>
    public string Net { get; }

    public RealDaemon Daemon { get; }

    /// <summary>Starts it.</summary>
    /// <param name="before">Called when there are stacks and nothing in them.</param>
    public static async Task<TracedStacks> StartAsync(Action<RealDaemon>? before = null)
    {
        string net = $"127.{100 + (Interlocked.Increment(ref _started) % 100)}.{1 + (Environment.ProcessId % 250)}";
        RealDaemon daemon = await RealDaemon.StartAsync("a", "b", "c");
        before?.Invoke(daemon);
        foreach (string command in Commands)
        {
            await daemon.MustAsync(command.Replace("NET", net, StringComparison.Ordinal));
        }

        RealServer server = await daemon.ServeAsync("--stack c ping --listen --name oping");
        await daemon.MustAsync("--stack c register oping --layer top");
        return new TracedStacks(net, daemon, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Daemon.DisposeAsync();
    }
}
