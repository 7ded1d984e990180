using System.Net;
using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;
using Lamina.Node.Management;
using Lamina.Node.Ports;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Conformance;

/// <summary>A layer of real stacks in this process.</summary>
internal sealed class NodeLayer : LayerUnderTest
{
    private const string Member = "net";

    private readonly List<StackNode> _nodes = [];
    private readonly List<StackAttachment> _attachments = [];
    private string? _directory;

    private NodeLayer()
    {
    }

    public override string Layer => Member;

    public override Station Near => NearStation;

    public override Station Far => FarStation;

    public override bool RunsInRealTime => true;

    private NodeStation NearStation { get; set; } = null!;

    private NodeStation FarStation { get; set; } = null!;

    /// <summary>Two stacks over ports on the loopback interface.</summary>
    public static NodeLayer OverUdp(PortCatalogue? ports = null, string technology = UdpPorts.Name) =>
        Make(layer => layer.MakeUdpAsync(Member, ports, technology));

    /// <summary>A unicast layer upon that.</summary>
    public static NodeLayer OverUnicast(PortCatalogue? ports = null, string technology = UdpPorts.Name) => Make(async layer =>
    {
        await layer.MakeUdpAsync("internet", ports, technology);
        StackManagement far = layer._nodes[0].Management;
        TestStacks.AssertOk(await far.Names.RegisterAsync(Name.Parse("member"), "internet"));
        await UnicastLayer.MakeAsync(far, layer._nodes[1].Management, Member, "member", 1444);
    });

    /// <summary>Two programs that are attached to one stack with a local layer.</summary>
    public static NodeLayer Attached() => Make(async layer =>
    {
        layer._directory = Path.Combine(Path.GetTempPath(), $"lamina-test-{Guid.NewGuid():N}");
        StackNode daemon = layer.AddNode(new StackOptions { Name = "daemon", AttachDirectory = layer._directory });
        TestStacks.AssertOk(await daemon.Management.Ipcps.CreateAsync(Member, IpcProcessKind.Local));
        TestStacks.AssertOk(await daemon.Management.Ipcps.BootstrapLocalAsync(Member, Member));
        for (int i = 0; i < 2; i++)
        {
            layer._attachments.Add(await StackAttachment.OpenAsync(layer._directory));
        }

        layer.FarStation = new NodeStation(daemon, layer._attachments[0], Member);
        layer.NearStation = new NodeStation(daemon, layer._attachments[1], Member);
    });

    public override bool RunUntil(Func<bool> condition) => SpinWait.SpinUntil(condition, LongestReal);

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

    private async Task MakeUdpAsync(string layer, PortCatalogue? ports, string technology)
    {
        StackNode far = AddNode(new StackOptions { Name = "far", Ports = ports });
        await BootstrapAsync(far, layer, technology, []);
        IPEndPoint local = (await far.Management.Ipcps.ListPortsAsync())[0].Local;
        StackNode near = AddNode(new StackOptions { Name = "near", Ports = ports });
        await BootstrapAsync(near, layer, technology, [local]);
        FarStation = new NodeStation(far, far, Member);
        NearStation = new NodeStation(near, near, Member);
    }

    private static async Task BootstrapAsync(StackNode node, string layer, string technology, IPEndPoint[] peers)
    {
        string name = layer == Member ? Member : "udp";
        TestStacks.AssertOk(await node.Management.Ipcps.CreateAsync(name, IpcProcessKind.Udp));
        TestStacks.AssertOk(await node.Management.Ipcps.BootstrapUdpAsync(name, new UdpParameters(layer, new IPEndPoint(IPAddress.Loopback, 0))
        {
            Peers = peers,
            IsInsecure = true,
            Technology = technology,
        }));
    }

    private StackNode AddNode(StackOptions options)
    {
        var node = new StackNode(options);
        node.Start();
        _nodes.Add(node);
        return node;
    }
}
