using System.Globalization;
using System.Net;
using Lamina.Bearers.Managed;
using Lamina.Bench.Flows;
using Lamina.Core;

namespace Lamina.Bench.Networks;

/// <summary>The networks of the bench. Each starts with the first row that needs it, and ends with this object.</summary>
/// <param name="policy">The congestion policy of unicast layers.</param>
internal sealed class Topology(string policy) : IAsyncDisposable
{
    public const int MostDepth = 6;

    /// <summary>The udp layer between two hosts.</summary>
    public const string Bearer = "wire";

    private const int Names = 64;
    private const string OneLayer = "net";

    private readonly Started<EmbeddedPair> _embedded = new(() => EmbeddedPair.StartAsync(Cable(2), MostDepth, policy));
    private readonly Started<EmbeddedPair> _sealed = new(() => EmbeddedPair.StartAsync(Cable(2), 1, policy, isSealed: true));
    private readonly Started<EmbeddedPair> _secure = new(() => SecurePair.StartAsync(Cable(2), policy));
    private readonly Started<OneStack> _oneStack = new(() => Task.FromResult(new OneStack()));
    private readonly Started<AttachedPair> _direct = new(() => StartOneHostAsync(policy));
    private readonly Started<AttachedPair> _apart = new(() => StartOneHostAsync(policy, NodeProcess.Apart));
    private readonly Started<AttachedPair> _overSocket = new(() => StartOneHostAsync(policy, NodeProcess.OverSocket));
    private readonly Started<EmbeddedPair> _managed = new(() => EmbeddedPair.StartAsync(Cable(2), 0, policy, edge: ManagedEdge.Instance));
    private readonly Started<AttachedPair> _twoHosts = new(() => StartTwoHostsAsync(policy));
    private readonly Started<ThreeHosts> _three = new(() => ThreeHosts.StartAsync(policy));

    private readonly Started<RelayedPair> _relayed = new(() => RelayedPair.StartAsync(policy));

    private static readonly List<Cable> Cables = [];

    /// <summary>The layer over so many others; 0: the bearer.</summary>
    public static string LayerAt(int depth) => depth == 0 ? Bearer : string.Create(CultureInfo.InvariantCulture, $"net{depth}");

    /// <summary>A wire that goes when all is over.</summary>
    public static Cable Cable(int hosts, string? rate = null)
    {
        var wire = Networks.Cable.Open(hosts, rate);
        lock (Cables)
        {
            Cables.Add(wire);
        }

        return wire;
    }

    public Connect Embedded(int depth, QosSpec? qos = null) => async (work, board) =>
        await (await _embedded.GetAsync()).ConnectAsync(LayerAt(depth), qos ?? QosSpec.Data, work, board);

    /// <summary>Both stacks, for what is no single flow.</summary>
    public Task<EmbeddedPair> EmbeddedAsync() => _embedded.GetAsync();

    /// <summary>Both stacks with a layer between them that proves its members: <see cref="SecurePair.Layer"/>.</summary>
    public Task<EmbeddedPair> SecureAsync() => _secure.GetAsync();

    public Task<OneStack> OneStackAsync() => _oneStack.GetAsync();

    /// <summary>Programs of one stack that share memory.</summary>
    public Task<AttachedPair> DirectAsync() => _direct.GetAsync();

    /// <summary>Programs on two daemons.</summary>
    public Task<AttachedPair> TwoHostsAsync() => _twoHosts.GetAsync();

    public Connect Sealed(int depth) => async (work, board) =>
        await (await _sealed.GetAsync()).ConnectAsync(LayerAt(depth), QosSpec.Data, work, board);

    /// <summary>Two threads of one stack, over no layer.</summary>
    public Connect WithinOneStack() => async (work, board) => await (await _oneStack.GetAsync()).ConnectAsync(work, board);

    /// <summary>Two programs that share memory.</summary>
    public Connect Direct(QosSpec? qos = null) => async (work, board) =>
        await (await _direct.GetAsync()).ConnectAsync(null, qos ?? QosSpec.Data, false, work, board);

    /// <summary>Two programs that do not.</summary>
    public Connect ThroughDaemon() => async (work, board) => await (await _apart.GetAsync()).ConnectAsync(null, QosSpec.Data, false, work, board);

    /// <summary>Two programs that share no memory with their daemon either.</summary>
    public Connect OverSocket() => async (work, board) => await (await _overSocket.GetAsync()).ConnectAsync(null, QosSpec.Data, false, work, board);

    /// <summary>Embedded stacks on sockets of the platform alone.</summary>
    public Connect Managed() => async (work, board) => await (await _managed.GetAsync()).ConnectAsync(Bearer, QosSpec.Data, work, board);

    /// <summary>Two programs with a flow over a layer of one member in their daemon.</summary>
    public Connect OverOneLayer(QosSpec? qos = null) => async (work, board) =>
        await (await _direct.GetAsync()).ConnectAsync(OneLayer, qos ?? QosSpec.Data, false, work, board);

    /// <summary>Two programs on two daemons.</summary>
    public Connect TwoHosts(int depth, bool isSealed = false) => async (work, board) =>
        await (await _twoHosts.GetAsync()).ConnectAsync(LayerAt(depth), QosSpec.Data, isSealed, work, board);

    /// <summary>Embedded stacks with a host between them.</summary>
    /// <param name="countsForwarder">The processor time of the host between them is all that counts.</param>
    public Connect ThreeEmbedded(bool countsForwarder = false) => async (work, board) =>
        await (await _three.GetAsync()).ConnectEmbeddedAsync(work, board, countsForwarder);

    /// <summary>Programs on daemons, with a host between them.</summary>
    /// <param name="countsForwarder">As there.</param>
    public Connect ThreeAttached(bool countsForwarder = false) => async (work, board) =>
        await (await _three.GetAsync()).ConnectAttachedAsync(work, board, countsForwarder);

    /// <summary>Embedded stacks with the bare relay between them, whose processor time is all that counts.</summary>
    public Connect Relayed() => async (work, board) => await (await _relayed.GetAsync()).ConnectAsync(work, board);

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        await _sealed.DisposeAsync();
        await _secure.DisposeAsync();
        await _oneStack.DisposeAsync();
        await _direct.DisposeAsync();
        await _apart.DisposeAsync();
        await _overSocket.DisposeAsync();
        await _managed.DisposeAsync();
        await _twoHosts.DisposeAsync();
        await _three.DisposeAsync();
        await _relayed.DisposeAsync();
        foreach (Cable wire in Cables)
        {
            wire.Dispose();
        }
    }

    private static Task<AttachedPair> StartOneHostAsync(string policy, params string[] first)
    {
        NodeProcess node = NodeProcess.Start(new Host(null), [.. first, $"bootstrap {OneLayer} {policy}", $"names {Names} {OneLayer}"]);
        return Task.FromResult(new AttachedPair(node, node));
    }

    private static Task<AttachedPair> StartTwoHostsAsync(string policy)
    {
        Cable wire = Cable(2);
        NodeProcess serving = NodeProcess.Start(
            wire.Hosts[1], Steps.Bearer(Bearer, wire.AddressOf(1, 0)), $"bootstrap {LayerAt(1)} {policy} {Bearer}", $"names {Names} {Bearer}", $"names {Names} {LayerAt(1)}");
        IPEndPoint place = serving.Places[0];
        NodeProcess asking = NodeProcess.Start(wire.Hosts[0], Steps.Bearer(Bearer, wire.AddressOf(0, 0), place), $"enrol {LayerAt(1)}");
        return Task.FromResult(new AttachedPair(asking, serving));
    }
}
