namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>Hosts a and b, joined by veth, whose daemons run declarative configurations: a makes the layer `net`, b enrols and connects.</summary>
internal sealed class ConfiguredHosts : IDisposable
{
    private const string OfA = """
        {
          "stacks": [{ "name": "default",
            "ipcps": [
              { "name": "udp.a", "type": "udp", "bootstrap": { "layer": "ip", "ip": "10.77.1.1", "peer": ["10.77.1.2"] } },
              { "name": "net.a", "type": "unicast", "bootstrap": { "layer": "net", "autobind": true, "insecure": true } },
            ],
            "register": [{ "name": "net.a", "layer": ["ip"] }, { "name": "net", "layer": ["ip"] }, { "name": "sink", "layer": ["net"] }],
          }],
        }
        """;

    private const string OfB = """
        {
          "stacks": [{ "name": "default",
            "ipcps": [
              { "name": "udp.b", "type": "udp", "bootstrap": { "layer": "ip", "ip": "10.77.1.2", "peer": ["10.77.1.1"] } },
              { "name": "net.b", "type": "unicast", "enrol": { "layer": "net", "autobind": true, "insecure": true }, "connect": [{ "dst": "net.a" }] },
            ],
          }],
        }
        """;

    private readonly Namespaces _namespaces = new();

    private ConfiguredHosts()
    {
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _namespaces.Link(a, "10.77.1.1", b, "10.77.1.2");
        A = new Host(a);
        B = new Host(b);
        File.WriteAllText(FileOf(A), OfA);
        File.WriteAllText(FileOf(B), OfB);
    }

    public Host A { get; }

    public Host B { get; }

    /// <summary>Two daemons, and a way between them.</summary>
    public static async Task<ConfiguredHosts> StartAsync()
    {
        var hosts = new ConfiguredHosts();
        try
        {
            await Task.WhenAll(StartDaemonAsync(hosts.A), StartDaemonAsync(hosts.B));
            await hosts.B.AwaitAsync("status", answer => !answer.Contains("wait", StringComparison.OrdinalIgnoreCase));
            return hosts;
        }
        catch
        {
            hosts.Dispose();
            throw;
        }
    }

    /// <summary>By the same line as the first time.</summary>
    public static Task StartDaemonAsync(Host host) => host.StartDaemonAsync($"--config {FileOf(host)}");

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        _namespaces.Dispose();
    }

    private static string FileOf(Host host) => Path.Combine(host.WorkDirectory, "stack.json");
}
