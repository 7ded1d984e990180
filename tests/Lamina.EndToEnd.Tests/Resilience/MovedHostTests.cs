using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>A peer that was told by its host's name, and gets another address.</summary>
public sealed class MovedHostTests(ITestOutputHelper output) : IDisposable
{
    private readonly Namespaces _namespaces = new();
    private readonly List<Host> _hosts = [];

    [Fact]
    public async Task A_peer_that_gets_another_address_is_found_behind_its_name_and_flows_go_on()
    {
        Namespaces.Require();
        string left = _namespaces.Add("a");
        string right = _namespaces.Add("b");
        string device = _namespaces.Link(left, "10.71.8.1", right, "10.71.8.2");
        Namespaces.SetHosts(right, "127.0.0.1 localhost", "10.71.8.1 a.example");
        _hosts.AddRange([new Host(left), new Host(right)]);
        (Host a, Host b) = (_hosts[0], _hosts[1]);
        await Task.WhenAll(a.StartDaemonAsync(), b.StartDaemonAsync());
        await a.SetUpAsync(
            "ipcp bootstrap udp.a --type udp --layer link --ip 0.0.0.0 --insecure",
            "ipcp bootstrap net.a --type unicast --layer net --autobind --insecure",
            "register net.a --layer link",
            "register net --layer link");
        await b.SetUpAsync(
            "ipcp bootstrap udp.b --type udp --layer link --ip 10.71.8.2 --peer a.example --insecure",
            "ipcp enrol net.b --type unicast --layer net --autobind --insecure",
            "ipcp connect net.b --dst net.a");
        await TwoLinks.ServeAsync(a, "ping --listen --name oping", "oping");
        RunningCommand client = b.Start("ping oping -i 0.1");
        await client.WaitForOutputAsync("seq=3", TimeSpan.FromSeconds(30));

        Namespaces.AddAddress(left, device, "10.71.8.7");
        Namespaces.RemoveAddress(left, device, "10.71.8.1");
        // Where the second address was secondary to the first, it went with it.
        Namespaces.TryAddAddress(left, device, "10.71.8.7");
        Namespaces.SetHosts(right, "127.0.0.1 localhost", "10.71.8.7 a.example");
        var clock = Stopwatch.StartNew();
        await b.AwaitAsync("show net.b adjacencies", answer => answer.Split(" up ").Length != 3);
        output.WriteLine($"the old address is given up after {clock.Elapsed.TotalSeconds:0.0} s");
        await b.AwaitAsync("show net.b adjacencies", answer => answer.Split(" up ").Length == 3);
        output.WriteLine($"adjacent again after {clock.Elapsed.TotalSeconds:0.0} s");
        await b.AwaitAsync("ping oping -c 1", answer => answer.Contains("1 received", StringComparison.Ordinal));
        Assert.False(client.Process.HasExited, client.Error);
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _namespaces.Dispose();
    }
}
