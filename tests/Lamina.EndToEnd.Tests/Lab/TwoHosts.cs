using Lamina.EndToEnd.Tests.Documents;

namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>Hosts a and b, joined by veth, one daemon each, set up by the commands of a page and no others.</summary>
internal sealed class TwoHosts : IDisposable
{
    private readonly Namespaces _namespaces = new();
    private readonly Document _page;

    private TwoHosts(Document page, string addressOfA, string addressOfB)
    {
        _page = page;
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _namespaces.Link(a, addressOfA, b, addressOfB);
        A = new Host(a);
        B = new Host(b);
    }

    public Host A { get; }

    public Host B { get; }

    /// <summary>Two daemons, and nothing else.</summary>
    public static async Task<TwoHosts> StartAsync(string page, string addressOfA, string addressOfB)
    {
        var hosts = new TwoHosts(Document.Read(page), addressOfA, addressOfB);
        try
        {
            await Task.WhenAll(hosts.A.StartDaemonAsync(), hosts.B.StartDaemonAsync());
            return hosts;
        }
        catch
        {
            hosts.Dispose();
            throw;
        }
    }

    /// <summary>Types what the page says in a section. Returns what came last.</summary>
    public Task<CommandResult> TypeAsync(string section) => Typist.TypeAsync(
        _page.Section(section),
        host => host switch
        {
            "a" => A,
            "b" => B,
            _ => throw new InvalidOperationException($"the page speaks of a third host, {host}"),
        });

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        _namespaces.Dispose();
    }
}
