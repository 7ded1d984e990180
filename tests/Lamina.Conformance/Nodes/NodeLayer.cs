using System.Net;
using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node;
using Lamina.Node.Management;

namespace Lamina.Conformance.Nodes;

/// <summary>A layer of real stacks in this process.</summary>
public sealed class NodeLayer : LayerUnderTest
{
    // Also the name of the layer's members.
    private const string LayerName = "net";

    private readonly List<StackNode> _nodes = [];
    private readonly List<StackAttachment> _attachments = [];
    private Station _near = null!;
    private Station _far = null!;
    private string? _directory;
    private string _layerName = LayerName;

    private NodeLayer()
    {
    }

    /// <inheritdoc/>
    public override string Layer => _layerName;

    /// <inheritdoc/>
    public override Station Near => _near;

    /// <inheritdoc/>
    public override Station Far => _far;

    /// <inheritdoc/>
    public override bool RunsInRealTime => true;

    /// <summary>Two stacks with a member of kind udp each, over ports that reach each other.</summary>
    public static NodeLayer OverPorts(NodeLayerOptions? options = null) =>
        Make(layer => layer.MakeUdpAsync(LayerName, options ?? new NodeLayerOptions()));

    /// <summary>A unicast layer upon that.</summary>
    public static NodeLayer OverUnicast(NodeLayerOptions? options = null) =>
        Make(layer => layer.MakeUnicastAsync(options ?? new NodeLayerOptions()));

    /// <summary>Two programs that are attached to one stack with a local layer.</summary>
    /// <param name="sharesMemory">False: their packets go over the socket.</param>
    public static NodeLayer Attached(bool sharesMemory = true) => Make(layer => layer.AttachAsync(sharesMemory));

    /// <summary>Two programs that are attached to one stack, and share memory.</summary>
    public static NodeLayer Direct()
    {
        NodeLayer layer = Attached();
        // Who names no layer asks for programs of the stack first.
        layer._layerName = "";
        return layer;
    }

    /// <inheritdoc/>
    public override bool RunUntil(Func<bool> condition) => SpinWait.SpinUntil(condition, LongestReal);

    /// <inheritdoc/>
    public override void Dispose()
    {
        Task[] ends = [.. _attachments.Select(attachment => attachment.StopAsync()), .. _nodes.Select(node => node.StopAsync())];
        Assert.True(Task.WaitAll(ends, LongestReal), "a stack did not stop");
        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }

        base.Dispose();
    }

    private static NodeLayer Make(Func<NodeLayer, Task> make)
    {
        var layer = new NodeLayer();
        make(layer).WaitAsync(LongestReal).GetAwaiter().GetResult();
        return layer;
    }

    private static void Must(Outcome outcome) => Assert.True(outcome.IsOk, $"{outcome.Message}; {outcome.Hint}");

    private async Task MakeUdpAsync(string layer, NodeLayerOptions options)
    {
        StackNode far = await AddUdpAsync("far", layer, options);
        IPEndPoint peer = (await far.Management.Ipcps.ListPortsAsync())[0].Local;
        StackNode near = await AddUdpAsync("near", layer, options, peer);
        _far = new NodeStation(far, far, LayerName);
        _near = new NodeStation(near, near, LayerName);
    }

    private async Task MakeUnicastAsync(NodeLayerOptions options)
    {
        await MakeUdpAsync("lower", options);
        StackManagement far = _nodes[0].Management;
        StackManagement near = _nodes[1].Management;
        var member = Name.Parse("member");
        Must(await far.Ipcps.CreateAsync(LayerName, IpcProcessKind.Unicast));
        Must(await far.Ipcps.BootstrapUnicastAsync(LayerName, options.Unicast));
        Must(await far.Names.BindIpcpAsync(member, LayerName));
        Must(await far.Names.RegisterAsync(member, "lower"));
        Must(await near.Ipcps.CreateAsync(LayerName, IpcProcessKind.Unicast));
        Must(await near.Ipcps.EnrolAsync(LayerName, new EnrolmentParameters(member) { IsInsecure = true }));
        Must(await near.Ipcps.ConnectAsync(LayerName, member, ConnectionComponents.All));
    }

    private async Task AttachAsync(bool sharesMemory)
    {
        _directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");
        var options = new StackOptions { Name = "daemon", AttachDirectory = _directory };
        StackNode daemon = Add(sharesMemory ? options : options with { AttachRingCapacity = 0 });
        Must(await daemon.Management.Ipcps.CreateAsync(LayerName, IpcProcessKind.Local));
        Must(await daemon.Management.Ipcps.BootstrapLocalAsync(LayerName, LayerName));
        _attachments.Add(await StackAttachment.OpenAsync(_directory, TimeSpan.Zero));
        _attachments.Add(await StackAttachment.OpenAsync(_directory, TimeSpan.Zero));
        _far = new NodeStation(daemon, _attachments[0], LayerName);
        _near = new NodeStation(daemon, _attachments[1], LayerName);
    }

    private async Task<StackNode> AddUdpAsync(string stack, string layer, NodeLayerOptions options, params IPEndPoint[] peers)
    {
        StackNode node = Add(new StackOptions { Name = stack, Ports = options.Ports, Policies = options.Policies, Edge = options.Edge });
        string member = layer == LayerName ? LayerName : "udp";
        Must(await node.Management.Ipcps.CreateAsync(member, IpcProcessKind.Udp));
        Must(await node.Management.Ipcps.BootstrapUdpAsync(
            member, new UdpParameters(layer, options.Local) { Technology = options.Technology, Peers = [.. peers.Select(peer => new UdpPlace(peer))], IsInsecure = true }));
        return node;
    }

    private StackNode Add(StackOptions options)
    {
        var node = new StackNode(options);
        node.Start();
        _nodes.Add(node);
        return node;
    }
}
