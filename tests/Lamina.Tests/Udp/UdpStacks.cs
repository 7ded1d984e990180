using System.Net;
using Lamina.Bearers.Edges;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;
using Lamina.Node.Management;

namespace Lamina.Tests.Udp;

/// <summary>Two stacks in one process that know each other over UDP on the loopback interface.</summary>
internal sealed class UdpStacks : IAsyncDisposable
{
    public required NetworkStack Serving { get; init; }

    public required NetworkStack Asking { get; init; }

    public static Task<UdpStacks> StartAsync(params string[] names) => StartAsync(IPAddress.Loopback, IPAddress.Loopback, names);

    public static Task<UdpStacks> StartAsync(SystemEdge edge, params string[] names) => StartAsync(edge, IPAddress.Loopback, IPAddress.Loopback, names);

    /// <summary>Where the serving one binds to all addresses of both families, the asking one's own address reaches it.</summary>
    public static Task<UdpStacks> StartAsync(IPAddress servingIp, IPAddress askingIp, params string[] names) =>
        StartAsync(null, servingIp, askingIp, names);

    private static async Task<UdpStacks> StartAsync(SystemEdge? edge, IPAddress servingIp, IPAddress askingIp, string[] names)
    {
        NetworkStack serving = await NetworkStack.StartAsync(new StackOptions { Name = "serving", Edge = edge });
        await BootstrapAsync(serving.Management, [], servingIp);
        IPEndPoint local = (await serving.Management.Ipcps.ListPortsAsync())[0].Local;
        NetworkStack asking = await NetworkStack.StartAsync(new StackOptions { Name = "asking", Edge = edge });
        await BootstrapAsync(asking.Management, [new IPEndPoint(askingIp, local.Port)], askingIp);
        foreach (string name in names)
        {
            TestStacks.AssertOk(await serving.Management.Names.RegisterAsync(Name.Parse(name), "internet"));
        }

        return new UdpStacks { Serving = serving, Asking = asking };
    }

    public async ValueTask DisposeAsync()
    {
        await Asking.DisposeAsync();
        await Serving.DisposeAsync();
    }

    public static async Task BootstrapAsync(StackManagement management, IPEndPoint[] peers, IPAddress? ip = null, ulong capacity = 0)
    {
        TestStacks.AssertOk(await management.Ipcps.CreateAsync("u", IpcProcessKind.Udp));
        TestStacks.AssertOk(await management.Ipcps.BootstrapUdpAsync(
            "u", new UdpParameters("internet", new IPEndPoint(ip ?? IPAddress.Loopback, 0)) { Peers = [.. peers], IsInsecure = true, Capacity = capacity }));
    }
}
