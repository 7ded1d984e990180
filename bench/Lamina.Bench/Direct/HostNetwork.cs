using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Direct;

/// <summary>Programs attached to a daemon that lets them share memory, and to one that does not.</summary>
internal sealed class HostNetwork : IAsyncDisposable
{
    private readonly HostDaemon _sharing;
    private readonly HostDaemon _between;
    private readonly NetworkStack _asking;
    private readonly NetworkStack _askingBetween;
    private int _names;

    private HostNetwork(HostDaemon sharing, HostDaemon between, NetworkStack asking, NetworkStack askingBetween) =>
        (_sharing, _between, _asking, _askingBetween) = (sharing, between, asking, askingBetween);

    public static async Task<HostNetwork> StartAsync()
    {
        HostDaemon sharing = HostDaemon.Start(isSharing: true);
        HostDaemon between = HostDaemon.Start(isSharing: false);
        return new HostNetwork(sharing, between, await NetworkStack.OpenAsync(sharing.Directory), await NetworkStack.OpenAsync(between.Directory));
    }

    /// <summary>A flow within one stack, between two threads.</summary>
    public static async Task<Connection> ConnectWithinAsync(NetworkStack stack, string name, Question question, bool isBusy, Board board)
    {
        FlowListener listener = await stack.ListenAsync(name);
        Task<Lamina.Flow> accepting = listener.AcceptAsync();
        Lamina.Flow client = await stack.AllocateAsync(name);
        Lamina.Flow server = await accepting;
        Task serving = Task.Factory.StartNew(
            () => HostPeer.Serve(server, question, isBusy, board), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return new Connection(client, serving.Wait, static () => TimeSpan.Zero);
    }

    public async Task<Connection> ConnectAsync(Question question, Way way, Board board)
    {
        HostDaemon daemon = way.IsThroughDaemon ? _between : _sharing;
        string name = HostDaemon.NameOf(_names++);
        var peer = new HostPeer(daemon.Directory, name, question, way.IsBusy, board);
        try
        {
            NetworkStack asking = way.IsThroughDaemon ? _askingBetween : _asking;
            Lamina.Flow client = await asking.AllocateAsync(name, way.Qos ?? QosSpec.Data, layer: way.Layer);
            return new Connection(client, peer.Dispose, () => peer.ProcessorTime + daemon.ProcessorTime);
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _askingBetween.DisposeAsync();
        _sharing.Dispose();
        _between.Dispose();
    }
}
