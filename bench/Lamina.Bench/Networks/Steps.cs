using System.Globalization;
using System.Net;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;

namespace Lamina.Bench.Networks;

/// <summary>
/// The steps that make a network, as text, so that another process can take them too:
/// <code>
/// bearer LAYER ADDRESS [PEER:PORT]     a udp layer; this one has to be taken inside the host
/// bootstrap LAYER POLICY [BELOW..]     the first member of a unicast layer, known in the layers below
/// enrol LAYER                          another member, by the first, and connected with it
/// names COUNT LAYER                    n0, n1 and so on are known in the layer
/// </code>
/// </summary>
internal static class Steps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Where a bearer is.</summary>
    public static async Task<IPEndPoint> PlaceOfAsync(StackManagement stack, int bearer) => (await stack.Ipcps.ListPortsAsync())[bearer].Local;

    public static string Bearer(string layer, IPAddress address, IPEndPoint? peer = null) => $"bearer {layer} {address} {peer}".TrimEnd();

    public static Task TakeAsync(StackManagement stack, string step)
    {
        string[] words = step.Split(' ');
        switch (words[0])
        {
            case "bearer":
                JoinBearer(stack, words[1], IPAddress.Parse(words[2]), [.. words[3..].Select(IPEndPoint.Parse)]);
                return Task.CompletedTask;
            case "bootstrap":
                return BootstrapAsync(stack, words[1], words[2], words[3..]);
            case "enrol":
                return EnrolAsync(stack, words[1]);
            case "names":
                return RegisterAsync(stack, int.Parse(words[1], CultureInfo.InvariantCulture), words[2]);
            default:
                throw new InvalidOperationException($"no such step: {step}");
        }
    }

    /// <summary>Allocates a flow as soon as routes and directory entries have spread.</summary>
    public static async Task<Lamina.Flow> AllocateAsync(NetworkStack stack, string name, QosSpec qos, string? layer)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await stack.AllocateAsync(name, qos, layer: layer, cancellationToken: patience.Token);
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

    private static Name MemberOf(string layer) => Name.Parse(layer + ".member");

    /// <summary>The first member of a unicast layer; null: it is insecure.</summary>
    public static async Task BootstrapAsync(StackManagement stack, string layer, string policy, string[] below, LayerSecurity? security = null)
    {
        Check(await stack.Ipcps.CreateAsync(layer, IpcProcessKind.Unicast));
        Check(await stack.Ipcps.BootstrapUnicastAsync(
            layer, new UnicastParameters(Name.Parse(layer)) { Security = security, IsInsecure = security is null, Congestion = policy }));
        Check(await stack.Names.BindIpcpAsync(MemberOf(layer), layer));
        foreach (string lower in below)
        {
            Check(await stack.Names.RegisterAsync(MemberOf(layer), lower));
        }
    }

    /// <summary>Another member, by the first, and connected with it.</summary>
    public static async Task EnrolAsync(StackManagement stack, string layer, LayerSecurity? security = null)
    {
        Check(await stack.Ipcps.CreateAsync(layer, IpcProcessKind.Unicast));
        using var patience = new CancellationTokenSource(Patience);
        Outcome outcome;
        while (!(outcome = await stack.Ipcps.EnrolAsync(
            layer, new EnrolmentParameters(MemberOf(layer)) { Security = security, IsInsecure = security is null })).IsOk)
        {
            if (patience.IsCancellationRequested)
            {
                Check(outcome);
            }

            await Task.Delay(20);
        }

        Check(await stack.Ipcps.ConnectAsync(layer, MemberOf(layer), ConnectionComponents.All));
    }

    // Whoever asks makes the socket, or the loop of the stack does: both are inside the host, as long as nothing is awaited in between.
    private static void JoinBearer(StackManagement stack, string layer, IPAddress address, IPEndPoint[] peers)
    {
        Check(stack.Ipcps.CreateAsync(layer, IpcProcessKind.Udp).GetAwaiter().GetResult());
        Check(stack.Ipcps.BootstrapUdpAsync(
            layer, new UdpParameters(layer, new IPEndPoint(address, 0)) { Peers = [.. peers], IsInsecure = true }).GetAwaiter().GetResult());
    }

    private static async Task RegisterAsync(StackManagement stack, int count, string layer)
    {
        for (int i = 0; i < count; i++)
        {
            Check(await stack.Names.RegisterAsync(Name.Parse(NodeProcess.NameOf(i)), layer));
        }
    }
}
