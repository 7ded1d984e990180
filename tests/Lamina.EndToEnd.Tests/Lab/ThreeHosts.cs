namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>
/// Hosts a - b - c, joined by veth, one daemon each; a unicast layer "net" over two udp layers, in which b only forwards.
/// </summary>
internal sealed class ThreeHosts : IDisposable
{
    private readonly Namespaces _namespaces = new();

    private ThreeHosts()
    {
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        string c = _namespaces.Add("c");
        _namespaces.Link(a, "10.71.1.1", b, "10.71.1.2");
        _namespaces.Link(b, "10.71.2.2", c, "10.71.2.3");
        A = new Host(a);
        B = new Host(b);
        C = new Host(c);
    }

    public Host A { get; }

    public Host B { get; }

    public Host C { get; }

    public static async Task<ThreeHosts> StartAsync()
    {
        var hosts = new ThreeHosts();
        try
        {
            await Task.WhenAll(hosts.A.StartDaemonAsync(), hosts.B.StartDaemonAsync(), hosts.C.StartDaemonAsync());
            await hosts.A.SetUpAsync(
                "ipcp bootstrap udp.a --type udp --layer ab --ip 10.71.1.1 --peer 10.71.1.2",
                "ipcp bootstrap net.a --type unicast --layer net --autobind --insecure",
                "register net.a --layer ab",
                "register net --layer ab");
            await hosts.B.SetUpAsync(
                "ipcp bootstrap udp.ab --type udp --layer ab --ip 10.71.1.2 --peer 10.71.1.1",
                "ipcp bootstrap udp.bc --type udp --layer bc --ip 10.71.2.2 --peer 10.71.2.3",
                "ipcp enrol net.b --type unicast --layer net --autobind --insecure",
                "ipcp connect net.b --dst net.a",
                "register net.b --layer bc",
                "register net --layer bc");
            await hosts.C.SetUpAsync(
                "ipcp bootstrap udp.c --type udp --layer bc --ip 10.71.2.3 --peer 10.71.2.2",
                "ipcp enrol net.c --type unicast --layer net --autobind --insecure",
                "ipcp connect net.c --dst net.b");
            return hosts;
        }
        catch
        {
            hosts.Dispose();
            throw;
        }
    }

    /// <summary>Puts a second unicast layer "top" with members on a and c over "net".</summary>
    public async Task StackAsync()
    {
        await A.SetUpAsync(
            "ipcp bootstrap top.a --type unicast --layer top --autobind --insecure",
            "register top.a --layer net",
            "register top --layer net");
        await C.SetUpAsync(
            "ipcp enrol top.c --type unicast --layer top --autobind --insecure",
            "ipcp connect top.c --dst top.a");
    }

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        C.Dispose();
        _namespaces.Dispose();
    }
}
