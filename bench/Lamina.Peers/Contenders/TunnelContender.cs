using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>A tunnel with an interface on each host, 10.90.N.1 and 10.90.N.2.</summary>
/// <param name="name">As the table shows it.</param>
/// <param name="subnet">N.</param>
/// <param name="programs">What it is made of.</param>
internal abstract class TunnelContender(string name, int subnet, params string[] programs) : TcpContender(name, programs)
{
    /// <summary>A host's address inside.</summary>
    protected string Inside(Host host) => $"10.90.{subnet}.{host.Number}";

    protected override string Target(TwoHosts hosts) => Inside(hosts.Right);

    /// <summary>Gives an interface its address, and takes it up.</summary>
    protected void Configure(Host host, string device)
    {
        Command.Run("ip", "-n", host.Name, "addr", "add", $"{Inside(host)}/24", "dev", device);
        Command.Run("ip", "-n", host.Name, "link", "set", device, "up");
    }

    /// <summary>Waits until a program has made its interface.</summary>
    protected static void AwaitDevice(Host host, string device)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                Command.Run("ip", "-n", host.Name, "link", "show", device);
                return;
            }
            catch (PeersException) when (tries < 100)
            {
                Thread.Sleep(100);
            }
        }
    }
}
