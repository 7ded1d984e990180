using System.Net;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;
using Lamina.Soak.Hosts;

namespace Lamina.Soak.Idle;

/// <summary>Stacks of this process, each a neighbour of the hub over udp on loopback, that do nothing.</summary>
internal sealed class QuietMembers : IAsyncDisposable
{
    private readonly List<NetworkStack> _stacks = [];
    private readonly List<UdpPortCounters> _counters = [];

    /// <summary>Datagrams and bytes of UDP payload that all sent and received.</summary>
    public (long Trains, long Bytes) Traffic =>
        (_counters.Sum(port => port.Sent + port.Received), _counters.Sum(port => port.SentBytes + port.ReceivedBytes));

    /// <summary>Adds members; returns when they are connected.</summary>
    /// <param name="count">How many.</param>
    /// <param name="hubPort">Where the hub is on loopback.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="first">The number of the first.</param>
    public async Task AddAsync(int count, int hubPort, string layer, int first = 0)
    {
        for (int i = first; i < first + count; i++)
        {
            NetworkStack stack = await NetworkStack.StartAsync(new() { Name = $"m{i}" });
            _stacks.Add(stack);
            IpcpManagement ipcps = stack.Management.Ipcps;
            DaemonUnderTest.Check(await ipcps.CreateAsync("u", IpcProcessKind.Udp));
            DaemonUnderTest.Check(await ipcps.BootstrapUdpAsync("u", new UdpParameters("ip", new IPEndPoint(IPAddress.Loopback, 0))
            {
                Peers = [new IPEndPoint(IPAddress.Loopback, hubPort)],
                IsInsecure = true,
            }));
            _counters.AddRange((await ipcps.ListPortsAsync()).Select(port => port.Counters!));
            DaemonUnderTest.Check(await ipcps.CreateAsync($"m{i}", IpcProcessKind.Unicast));
            DaemonUnderTest.Check(await ipcps.EnrolAsync($"m{i}", new EnrolmentParameters(Name.Parse(layer)) { IsInsecure = true }));
            DaemonUnderTest.Check(await ipcps.ConnectAsync($"m{i}", Name.Parse("hub"), ConnectionComponents.All));
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_stacks.Select(stack => stack.DisposeAsync().AsTask()));
}
