using System.Net;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;

namespace Lamina.Contest.Ends;

/// <summary>A unicast layer of two hosts over udp.</summary>
internal static class LayerSetup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<NetworkStack> FoundAsync(string address, string congestion)
    {
        NetworkStack stack = await NetworkStack.StartAsync();
        await JoinBearerAsync(stack.Management, address);
        Check(await stack.Management.Ipcps.CreateAsync(EndWords.Member, IpcProcessKind.Unicast));
        Check(await stack.Management.Ipcps.BootstrapUnicastAsync(
            EndWords.Member, new UnicastParameters(Name.Parse(EndWords.Layer)) { IsInsecure = true, Congestion = congestion }));
        Check(await stack.Management.Names.BindIpcpAsync(Name.Parse(EndWords.Member), EndWords.Member));
        Check(await stack.Management.Names.RegisterAsync(Name.Parse(EndWords.Member), EndWords.Bearer));
        return stack;
    }

    public static async Task<NetworkStack> JoinAsync(string address, string peer)
    {
        const string Own = "net.a";
        NetworkStack stack = await NetworkStack.StartAsync();
        await JoinBearerAsync(stack.Management, address, new UdpPlace(new IPEndPoint(IPAddress.Parse(peer), EndWords.UdpPort)));
        Check(await stack.Management.Ipcps.CreateAsync(Own, IpcProcessKind.Unicast));
        var member = Name.Parse(EndWords.Member);
        using var patience = new CancellationTokenSource(Patience);
        while (!(await stack.Management.Ipcps.EnrolAsync(Own, new EnrolmentParameters(member) { IsInsecure = true }, patience.Token)).IsOk)
        {
            await Task.Delay(100, patience.Token);
        }

        Check(await stack.Management.Ipcps.ConnectAsync(Own, member, ConnectionComponents.All));
        return stack;
    }

    public static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new ContestException(outcome.Message);
        }
    }

    private static async Task JoinBearerAsync(StackManagement stack, string address, params UdpPlace[] peers)
    {
        const string Own = "udp";
        Check(await stack.Ipcps.CreateAsync(Own, IpcProcessKind.Udp));
        Check(await stack.Ipcps.BootstrapUdpAsync(
            Own, new UdpParameters(EndWords.Bearer, new IPEndPoint(IPAddress.Parse(address), EndWords.UdpPort)) { Peers = peers }));
    }
}
