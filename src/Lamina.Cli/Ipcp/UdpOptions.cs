using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>What a udp layer takes.</summary>
internal sealed class UdpOptions
{
    private readonly Option<string?> _ip = new("--ip") { Description = "udp: the local IP address, of either family; :: for all of both", HelpName = "ADDR" };
    private readonly Option<int?> _port =
        new Option<int?>("--port") { Description = "udp: the local port; 0: any (default 3435)", HelpName = "N" }.Within(0, 65535);
    private readonly Option<string[]> _peers =
        CommonOptions.Repeated("--peer", "HOST[:PORT]", "udp: a peer that is asked who has a name; once per peer");
    private readonly Option<string[]> _maps =
        CommonOptions.Repeated("--map", "NAME=HOST[:PORT]", "udp: where a name is; once per name");
    private readonly Option<string?> _hosts =
        new("--hosts") { Description = "udp: a hosts file with hashes of names", HelpName = "FILE" };
    private readonly Option<string?> _dns =
        new("--dns") { Description = "udp: a DNS server that knows hashes of names", HelpName = "ADDR[:PORT]" };

    private readonly Option<string?> _impair =
        new("--impair") { Description = "udp: makes the port worse on purpose, as delay=20ms,loss=1%; see lamina ipcp impair --help", HelpName = "IMPAIRMENT" };

    private readonly Option<string?> _capacity = CommonOptions.Capacity("udp: what flows may reserve of what it sends");

    public IEnumerable<Option> All => [_ip, _port, _peers, _maps, _hosts, _dns, _impair, _capacity];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(_ip) is null && All.Any(option => option != _ip && result.GetResult(option) is { Implicit: false }))
            {
                result.AddError("a udp layer needs --ip, the local address");
            }
        });
    }

    /// <summary>Null where none was given.</summary>
    public UdpSettings? Read(ParseResult result) =>
        result.GetValue(_ip) is not { } ip
            ? null
            : new UdpSettings(
                ip,
                result.GetValue(_port),
                result.GetValue(_peers),
                result.GetValue(_maps),
                // The daemon reads the file, and its working directory is not the user's.
                result.GetValue(_hosts) is { } hosts ? Path.GetFullPath(hosts) : null,
                result.GetValue(_dns),
                result.GetValue(_impair),
                result.GetValue(_capacity));
}
