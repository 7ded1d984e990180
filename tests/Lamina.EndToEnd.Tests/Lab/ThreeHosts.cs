using Lamina.EndToEnd.Tests.Documents;

namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>
/// Hosts a - b - c, joined by veth, one daemon each, set up by the commands of docs/THREE-HOSTS.md and no others.
/// </summary>
internal sealed class ThreeHosts : IDisposable
{
    private static readonly Document Page = Document.Read("docs/THREE-HOSTS.md");

    private readonly Namespaces _namespaces = new();
    private readonly string _b;
    private readonly string _linkToC;

    private ThreeHosts()
    {
        string a = _namespaces.Add("a");
        _b = _namespaces.Add("b");
        string c = _namespaces.Add("c");
        _namespaces.Link(a, "10.71.1.1", _b, "10.71.1.2");
        _linkToC = _namespaces.Link(_b, "10.71.2.2", c, "10.71.2.3");
        A = new Host(a);
        B = new Host(_b);
        C = new Host(c);
    }

    public Host A { get; }

    public Host B { get; }

    public Host C { get; }

    /// <summary>Three daemons, and the layer of the page.</summary>
    public static async Task<ThreeHosts> StartAsync()
    {
        var hosts = new ThreeHosts();
        try
        {
            await Task.WhenAll(hosts.A.StartDaemonAsync(), hosts.B.StartDaemonAsync(), hosts.C.StartDaemonAsync());
            await hosts.TypeAsync("The layer");
            return hosts;
        }
        catch
        {
            hosts.Dispose();
            throw;
        }
    }

    /// <summary>Types what the page says in a section, or only the part of it that one host does. Returns what came last.</summary>
    public Task<CommandResult> TypeAsync(string section, string? onlyHost = null, TimeSpan? limit = null) => Typist.TypeAsync(
        Page.Section(section).Where(command => onlyHost is null || command.Host == onlyHost),
        host => host switch
        {
            "a" => A,
            "b" => B,
            "c" => C,
            _ => throw new InvalidOperationException($"the page speaks of a fourth host, {host}"),
        },
        limit);

    /// <summary>Takes the link between b and c away, or brings it back.</summary>
    public void SetLinkToC(bool up) => Namespaces.SetLink(_b, _linkToC, up);

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        C.Dispose();
        _namespaces.Dispose();
    }
}
