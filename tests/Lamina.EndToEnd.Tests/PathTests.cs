using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Two hosts with one daemon each, over a link that is not the common one.</summary>
public sealed class PathTests(ITestOutputHelper output) : IDisposable
{
    private const string AllFour = "4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss";
    private const long Length = 16L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Namespaces _namespaces = new();
    private readonly List<Host> _hosts = [];

    [Theory]
    [InlineData("10.71.3.1", "10.71.3.2", "10.71.3.1")]
    [InlineData("fd71:3::1", "fd71:3::2", "[fd71:3::1]:3435")]
    public async Task A_unicast_layer_carries_16_megabytes_over_a_link_of_1280(string left, string right, string peer)
    {
        Namespaces.Require();
        (Host a, Host b) = await StartAsync(left, right, peer, mtu: 1280);
        await a.SetUpAsync(
            "ipcp bootstrap net.a --type unicast --layer net --autobind --insecure",
            "register net.a --layer link");
        await b.SetUpAsync(
            "ipcp enrol net.b --type unicast --autobind --insecure --dst net.a",
            "ipcp connect net.b --dst net.a");
        Assert.Contains("1429", (await a.RunAsync("show net.a info")).MustSucceed().Output, StringComparison.Ordinal);

        RunningCommand receiver = a.Start("nc --listen big", binaryOutput: true);
        await receiver.WaitForOutputAsync("big", Patience);
        await a.SetUpAsync("register big --layer net");
        RunningCommand sender = b.Start("nc big -q data");
        Task<string> received = Payload.HashOfAsync(receiver.Process.StandardOutput.BaseStream);
        string sent = await Payload.SendAsync(sender.Process.StandardInput.BaseStream, Length);
        (await sender.WaitAsync(TimeSpan.FromSeconds(60))).MustSucceed();
        Assert.Equal(sent, await received.WaitAsync(Patience));

        CommandResult counters = (await b.RunAsync("show udp.b stats")).MustSucceed();
        output.WriteLine(counters.Output);
    }

    [Fact]
    public async Task Programs_meet_over_ipv6_by_literal_address_and_by_hosts_file()
    {
        Namespaces.Require();
        (Host a, Host b) = await StartAsync("fd71:4::1", "fd71:4::2", "[fd71:4::1]:3435");
        a.Start("ping --listen --name oping");
        await a.SetUpAsync("register oping --layer link");
        Assert.Contains(AllFour, (await b.RunAsync("ping oping -c 4 -i 0.01")).MustSucceed().Output, StringComparison.Ordinal);

        // The file says nothing when the layer is made. 6fdb087aa3fbfbcb8287a593a0919e61 is the MD5 of "pong".
        string file = Path.Combine(b.WorkDirectory, "hosts");
        await File.WriteAllTextAsync(file, "# nobody yet\n");
        await b.SetUpAsync($"ipcp bootstrap udp.file --type udp --layer file --ip fd71:4::2 --port 3436 --hosts {file} --insecure");
        a.Start("ping --listen --name pong");
        await a.SetUpAsync(
            "ipcp bootstrap udp.file --type udp --layer file --ip fd71:4::1 --port 3436 --insecure",
            "register pong --layer file");
        Assert.Equal(4, (await b.RunAsync("ping pong -c 1")).ExitCode);
        await File.WriteAllTextAsync(file, "fd71:4::1 6fdb087aa3fbfbcb8287a593a0919e61\n");
        Assert.Contains(AllFour, (await b.RunAsync("ping pong -c 4 -i 0.01")).MustSucceed().Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _namespaces.Dispose();
    }

    private async Task<(Host A, Host B)> StartAsync(string left, string right, string peer, int? mtu = null)
    {
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _namespaces.Link(a, left, b, right, mtu);
        _hosts.AddRange([new Host(a), new Host(b)]);
        await Task.WhenAll(_hosts.Select(host => host.StartDaemonAsync()));
        await _hosts[0].SetUpAsync($"ipcp bootstrap udp.a --type udp --layer link --ip {left} --insecure");
        await _hosts[1].SetUpAsync($"ipcp bootstrap udp.b --type udp --layer link --ip {right} --peer {peer} --insecure");
        return (_hosts[0], _hosts[1]);
    }
}
