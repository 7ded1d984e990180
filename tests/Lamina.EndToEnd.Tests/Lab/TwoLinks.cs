namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>Hosts a and b, joined by one or two veth pairs, one daemon each, and a unicast layer of the two over a udp layer per pair.</summary>
internal sealed class TwoLinks : IDisposable
{
    private readonly Namespaces _namespaces = new();
    private readonly int _links;
    private readonly string _a;
    private readonly string[] _devices;

    private TwoLinks(int links)
    {
        _links = links;
        _a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _devices = [.. Enumerable.Range(1, links).Select(i => _namespaces.Link(_a, $"10.7{i}.9.1", b, $"10.7{i}.9.2"))];
        A = new Host(_a);
        B = new Host(b);
    }

    public Host A { get; }

    public Host B { get; }

    /// <summary>Two daemons, and the layer.</summary>
    public static async Task<TwoLinks> StartAsync(int links = 2)
    {
        var hosts = new TwoLinks(links);
        try
        {
            await Task.WhenAll(hosts.A.StartDaemonAsync(), hosts.B.StartDaemonAsync());
            await hosts.SetUpAAsync();
            await hosts.SetUpBAsync();
            return hosts;
        }
        catch
        {
            hosts.Dispose();
            throw;
        }
    }

    /// <summary>Bearers, the first member, and a name of it in each bearer.</summary>
    public async Task SetUpAAsync()
    {
        for (int i = 1; i <= _links; i++)
        {
            await A.SetUpAsync($"ipcp bootstrap udp{i}.a --type udp --layer l{i} --ip 10.7{i}.9.1 --peer 10.7{i}.9.2 --insecure");
        }

        await A.SetUpAsync("ipcp bootstrap net.a --type unicast --layer net --autobind --insecure", "register net --layer l1");
        for (int i = 1; i <= _links; i++)
        {
            await A.SetUpAsync($"bind ipcp net.a --name net.a.{i}", $"register net.a.{i} --layer l{i}");
        }
    }

    /// <summary>Bearers, the second member, and an adjacency over each bearer.</summary>
    public async Task SetUpBAsync()
    {
        await SetUpBearersOfBAsync();
        await B.SetUpAsync("ipcp enrol net.b --type unicast --layer net --autobind --insecure");
        for (int i = 1; i <= _links; i++)
        {
            await B.SetUpAsync($"ipcp connect net.b --dst net.a.{i}");
        }
    }

    public async Task SetUpBearersOfBAsync()
    {
        for (int i = 1; i <= _links; i++)
        {
            await B.SetUpAsync($"ipcp bootstrap udp{i}.b --type udp --layer l{i} --ip 10.7{i}.9.2 --peer 10.7{i}.9.1 --insecure");
        }
    }

    /// <summary>A server that goes on, and its name in the layer.</summary>
    public static async Task<RunningCommand> ServeAsync(Host host, string command, string name)
    {
        RunningCommand server = host.Start(command);
        await server.WaitForOutputAsync("listening", TimeSpan.FromSeconds(30));
        await host.SetUpAsync($"register {name} --layer net");
        return server;
    }

    /// <summary>Takes a link away, from 1.</summary>
    public void Cut(int link) => Namespaces.SetLink(_a, _devices[link - 1], up: false);

    /// <summary>Gives it back.</summary>
    public void Restore(int link) => Namespaces.SetLink(_a, _devices[link - 1], up: true);

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        _namespaces.Dispose();
    }
}
