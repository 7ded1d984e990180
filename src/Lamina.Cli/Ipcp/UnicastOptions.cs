using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>What a unicast layer takes.</summary>
internal sealed class UnicastOptions
{
    private readonly Option<int?> _addressSize = Number("--address-size", "bytes of an address (default 4)", 1, 8);
    private readonly Option<bool> _router = new("--router") { Description = "unicast: this member will only forward: it gives no flows" };
    private readonly Option<int?> _ttl = Number("--ttl", "hops that a packet may take (default 60)", 1, 255);
    private readonly Option<string?> _hash = Text("--hash", "HASH", "how names are hashed: sha3-256 (default)", "sha3-256");
    private readonly Option<string?> _routing = Text("--routing", "POLICY", "link-state (default), lfa or ecmp", "link-state", "lfa", "ecmp");
    private readonly Option<string?> _directory = Text("--directory", "POLICY", "where names are kept: dht (default)", "dht");
    private readonly Option<string?> _address = Text("--address", "random|A.B.C", "this member's address (default random)", "random");
    private readonly Option<int?> _mps = Number("--mps", "largest packet, in bytes (a secure layer: 1200 at least); default: what the layers below carry", 64, 65000);
    private readonly Option<int?> _mpl = Number("--mpl", "longest life of a packet, in ms; default: that of the layers below", 10, 600_000);
    private readonly Option<string?> _congestion = Text("--congestion", "POLICY", "congestion avoidance: delay (default), mb-ecn or none", "none", "mb-ecn", "delay");

    public IEnumerable<Option> All =>
        [_addressSize, _router, _ttl, _hash, _routing, _directory, _address, _mps, _mpl, _congestion];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Null where none was given.</summary>
    public UnicastSettings? Read(ParseResult result) =>
        All.All(option => result.GetResult(option) is null or { Implicit: true })
            ? null
            : new UnicastSettings(
                result.GetValue(_addressSize),
                result.GetValue(_router),
                result.GetValue(_ttl),
                result.GetValue(_hash),
                result.GetValue(_routing),
                result.GetValue(_directory),
                result.GetValue(_address),
                result.GetValue(_mps),
                result.GetValue(_mpl),
                result.GetValue(_congestion));

    private static Option<int?> Number(string name, string meaning, int least, int most) =>
        new Option<int?>(name) { Description = $"unicast: {meaning}", HelpName = "N" }.Within(least, most);

    private static Option<string?> Text(string name, string value, string meaning, params string[] words) =>
        new Option<string?>(name) { Description = $"unicast: {meaning}", HelpName = value }.Suggesting(words);
}
