using Lamina.Peers.Hosts;
using Lamina.Peers.Measuring;

namespace Lamina.Peers.Contenders;

/// <summary>A daemon on each host, a udp layer between them, a unicast layer over it, and the servers: set up once, for every row of Lamina's.</summary>
/// <param name="lamina">The program.</param>
internal sealed class LaminaHosts(string lamina)
{
    public const string Udp = "wire";
    public const string Unicast = "net";

    private bool _isOpen;

    public string Program => lamina;

    public void Open(TwoHosts hosts)
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = true;
        (Host left, Host right) = (hosts.Left, hosts.Right);
        foreach (Host host in hosts.Both)
        {
            Directory.CreateDirectory(host.Path("run"));
            host.Start(Environment(host), lamina, "daemon");
            Retry(() => Run(host, "status"));
            Run(host, "ipcp", "bootstrap", "udp", "--type", "udp", "--layer", Udp, "--ip", host.Address, "--peer", hosts.PeerOf(host).Address, "--insecure");
        }

        Run(right, "ipcp", "bootstrap", "net.right", "--type", "unicast", "--layer", Unicast, "--autobind", "--insecure");
        Run(right, "register", "net.right", "--layer", Udp);
        Run(right, "register", Unicast, "--layer", Udp);
        Run(left, "ipcp", "enrol", "net.left", "--type", "unicast", "--layer", Unicast, "--autobind", "--insecure");
        Run(left, "ipcp", "connect", "net.left", "--dst", "net.right");
        right.Start(Environment(right), lamina, "perf", "--listen", "--name", "perf");
        right.Start(System.Environment.ProcessPath!, FlowTrips.ServeCommand, StackOf(right));
        foreach (string name in new[] { "perf", FlowTrips.Name })
        {
            Run(right, "register", name, "--layer", Udp, "--layer", Unicast);
        }

        foreach (string layer in new[] { Udp, Unicast })
        {
            Retry(() => left.Run(System.Environment.ProcessPath!, FlowTrips.Command, StackOf(left), layer, "0.01"));
        }
    }

    /// <summary>Where programs of a host attach.</summary>
    public static string StackOf(Host host) => host.Path("run/default");

    /// <summary>Runs a command on a host.</summary>
    public string Run(Host host, params string[] words) => host.Run(Environment(host), [lamina, .. words]);

    private static Dictionary<string, string> Environment(Host host) => new()
    {
        ["LAMINA_RUNTIME_DIR"] = host.Path("run"),
        ["LAMINA_STATE_DIR"] = host.Path("state"),
    };

    private static void Retry(Func<string> command)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                command();
                return;
            }
            catch (PeersException) when (tries < 50)
            {
                Thread.Sleep(100);
            }
        }
    }
}
