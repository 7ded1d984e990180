using System.Text.Json.Nodes;
using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>An overlay whose addresses are keys.</summary>
internal sealed class Yggdrasil() : TcpContender("yggdrasil", "yggdrasil")
{
    private string _target = "";

    protected override string Target(TwoHosts hosts) => _target;

    protected override void Prepare(TwoHosts hosts)
    {
        // Who is called must listen first: a call that fails is tried again only after a minute.
        foreach (Host host in new[] { hosts.Right, hosts.Left })
        {
            JsonObject settings = JsonNode.Parse(Command.Run("yggdrasil", "-genconf", "-json"))!.AsObject();
            settings["MulticastInterfaces"] = new JsonArray();
            settings["AdminListen"] = "none";
            settings["IfName"] = "ygg0";
            settings[host == hosts.Right ? "Listen" : "Peers"] = new JsonArray($"tcp://{hosts.Right.Address}:9001");
            string file = host.Write("yggdrasil.conf", settings.ToJsonString());
            host.Start("yggdrasil", "-useconffile", file);
            string address = AwaitAddress(host);
            if (host == hosts.Right)
            {
                _target = address;
            }
        }
    }

    private static string AwaitAddress(Host host)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            string? word = Command.Run("ip", "-n", host.Name, "-6", "-o", "addr", "show", "scope", "global").Split(' ').FirstOrDefault(word => word.EndsWith("/7", StringComparison.Ordinal));
            if (word is not null)
            {
                return word[..^2];
            }

            Thread.Sleep(100);
        }

        throw new PeersException("yggdrasil has made no interface");
    }
}
