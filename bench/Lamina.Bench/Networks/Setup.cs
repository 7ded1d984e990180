using System.Net;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;

namespace Lamina.Bench.Networks;

/// <summary>The steps that make a network of two stacks.</summary>
internal static class Setup
{
    /// <summary>The udp layer.</summary>
    public const string Bearer = "internet";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Makes a stack a member of the udp layer; returns where.</summary>
    public static async Task<IPEndPoint> JoinBearerAsync(StackManagement stack, IPEndPoint[] peers)
    {
        Check(await stack.Ipcps.CreateAsync("u", IpcProcessKind.Udp));
        Check(await stack.Ipcps.BootstrapUdpAsync(
            "u", new UdpParameters(Bearer, new IPEndPoint(IPAddress.Loopback, 0)) { Peers = [.. peers], IsInsecure = true }));
        return (await stack.Ipcps.ListPortsAsync())[0].Local;
    }

    /// <summary>Makes a unicast layer of two stacks over a layer that they share.</summary>
    public static async Task MakeLayerAsync(StackManagement first, StackManagement second, string layer, string below, int lowerMaxPacketSize, string congestion)
    {
        Name member = Name.Parse(layer + ".member");
        Check(await first.Ipcps.CreateAsync(layer, IpcProcessKind.Unicast));
        Check(await first.Ipcps.BootstrapUnicastAsync(
            layer, new UnicastParameters(Name.Parse(layer)) { IsInsecure = true, LowerMaxPacketSize = lowerMaxPacketSize, Congestion = congestion }));
        Check(await first.Names.BindIpcpAsync(member, layer));
        Check(await first.Names.RegisterAsync(member, below));
        Check(await second.Ipcps.CreateAsync(layer, IpcProcessKind.Unicast));
        await RepeatAsync(() => second.Ipcps.EnrolAsync(layer, new EnrolmentParameters(member) { IsInsecure = true }));
        Check(await second.Ipcps.ConnectAsync(layer, member, ConnectionComponents.All));
    }

    /// <summary>Allocates a flow as soon as routes and directory entries have spread.</summary>
    public static async Task<Lamina.Flow> AllocateAsync(NetworkStack stack, string name, string layer)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await stack.AllocateAsync(name, layer: layer, cancellationToken: patience.Token);
            }
            catch (LaminaException failure) when (failure.Error == LaminaError.NameUnknown)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    public static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }

    private static async Task RepeatAsync(Func<Task<Outcome>> step)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await step()).IsOk)
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
