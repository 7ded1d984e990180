using System.Net;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Bench.Copies;

/// <summary>A stack for programs in this process, where its pool can be looked at, and the programs that attached to it.</summary>
internal sealed class DaemonHere : IAsyncDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"lamina-bench-{Guid.NewGuid():N}");
    private readonly StackNode _node;
    private readonly List<NetworkStack> _programs = [];

    private DaemonHere(StackOptions options) => _node = new StackNode(options with { Name = "daemon", AttachDirectory = _directory });

    public PacketPool Pool => _node.Pool;

    /// <summary>Where its first bearer is.</summary>
    public async Task<IPEndPoint> PlaceAsync() => (await _node.Management.Ipcps.ListPortsAsync())[0].Local;

    /// <summary>Starts one on a host, which takes the steps.</summary>
    public static DaemonHere Start(Host host, StackOptions options, params string[] steps) => host.Inside(() =>
    {
        var daemon = new DaemonHere(options);
        daemon._node.Start();
        foreach (string step in steps)
        {
            Steps.TakeAsync(daemon._node.Management, step).GetAwaiter().GetResult();
        }

        return daemon;
    });

    /// <summary>A program of its own, as far as the daemon can tell.</summary>
    public async Task<NetworkStack> AttachAsync()
    {
        NetworkStack program = await NetworkStack.OpenAsync(_directory);
        _programs.Add(program);
        return program;
    }

    /// <summary>Makes a name known in a layer.</summary>
    public async Task RegisterAsync(string name, string layer) =>
        Steps.Check(await _node.Management.Names.RegisterAsync(Name.Parse(name), layer));

    public async ValueTask DisposeAsync()
    {
        foreach (NetworkStack program in _programs)
        {
            await program.DisposeAsync();
        }

        await _node.StopAsync();
        _node.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
