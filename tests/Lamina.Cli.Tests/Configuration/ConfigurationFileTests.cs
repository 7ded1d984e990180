using System.Text;
using Lamina.Daemon.Configuration;

namespace Lamina.Cli.Tests.Configuration;

/// <summary>A file is examined as a whole: every mistake, with its place and what would be right.</summary>
public sealed class ConfigurationFileTests
{
    private const string Udp = """{ "name": "udp.a", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1" } }""";
    private const string Net = """{ "name": "net.a", "type": "unicast", "bootstrap": { "layer": "net", "autobind": true, "insecure": true } }""";

    [Fact]
    public void Three_mistakes_are_shown_at_once_with_their_places()
    {
        ConfigurationFile file = Parse("""
            {
              // Comments and trailing commas are fine.
              "stacks": [ {
                "name": "default",
                "ipcps": [
                  { "name": "udp.a", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "prot": 4000 } },
                  { "name": "net.a", "type": "unicats" },
                ],
                "register": [ { "name": "net.a", "layer": ["ipp"] } ],
              } ],
            }
            """);
        Assert.Equal(
            [
                "lab.json:6:90: \"prot\" is unknown here, did you mean \"port\"? (try: known here: autobind, capacity, dns, hosts, impair, insecure, ip, layer, map, peer, port)",
                "lab.json:7:34: \"type\" is \"unicats\", did you mean \"unicast\"? (try: local, udp, unicast)",
                "lab.json:9:48: this stack makes no layer \"ipp\", did you mean \"ip\"? (try: there is ip)",
            ],
            file.Mistakes.Select(mistake => mistake.Describe("lab.json")));
        Assert.Empty(file.Stacks);
    }

    [Theory]
    [InlineData("""{ "stacks": [ { "name": "a" "x": 1 } ] }""", "1:29: this is no JSON: ")]
    [InlineData("", "1:1: this is no JSON: ")]
    [InlineData("[]", "1:1: this is a list: a configuration is an object")]
    [InlineData("{}", "1:1: \"stacks\" is missing")]
    [InlineData("""{ "stacks": [] }""", "1:13: a daemon runs one stack at least")]
    [InlineData("""{ "stacks": [ { "name": "a" }, { "name": "a" } ] }""", "1:42: there is a stack \"a\" already")]
    [InlineData("""{ "stacks": [ { "name": "../a" } ] }""", "1:25: \"../a\" is no name for a stack")]
    [InlineData("""{ "stacks": [ { "name": 7 } ] }""", "1:25: \"name\" is the number 7: it must be a text")]
    [InlineData("""{ "stacks": [ { "name": "a", "name": "b" } ] }""", "1:30: \"name\" is there already, in line 1")]
    [InlineData("""{ "schema": "lamina.config/2", "stacks": [ { "name": "a" } ] }""", "1:13: \"schema\" is \"lamina.config/2\"")]
    public void What_is_no_configuration_is_said(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Parse(text).Mistakes).Describe("")[1..]);

    [Theory]
    [InlineData("""{ "stacks": [ { "name": "\ud800" } ] }""", "1:25")]
    [InlineData("""{ "stacks": [ { "name": "a", "\udc00x": 1 } ] }""", "1:30")]
    public void A_text_that_is_none_is_a_mistake_as_others(string text, string place) =>
        Assert.Contains(Parse(text).Mistakes, mistake => mistake.Describe("f").StartsWith($"f:{place}: this text is no UTF-8", StringComparison.Ordinal));

    /// <summary>Found by fuzzing: each unknown key was compared with all known ones at a cost of both lengths.</summary>
    [Fact]
    public void A_key_of_any_length_is_unknown_at_little_cost()
    {
        string[] keys = [.. Enumerable.Range(0, 50).Select(i => $"\"{new string('k', 1000)}{i}\": 1")];
        byte[] file = Encoding.UTF8.GetBytes($$"""{ "stacks": [ { "name": "a" } ], {{string.Join(',', keys)}} }""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(50, ConfigurationFile.Parse("f", file).Mistakes.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2 << 20);
    }

    /// <summary>Found by fuzzing: each place walked its line from the start, and 62 KiB on one line took a gigabyte.</summary>
    [Fact]
    public void A_file_full_of_what_is_no_text_is_read_to_some_mistakes()
    {
        byte[] file = Encoding.Latin1.GetBytes("{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"\u00e9{i}\":1")) + "}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        ConfigurationFile read = ConfigurationFile.Parse("f", file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2 << 20);
        Assert.InRange(read.Mistakes.Count, 2, 200);
        Assert.StartsWith("there is more that is wrong", read.Mistakes[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"\u00e9\": 1, \"x\": 2 }", "1:3", "1:11")]
    [InlineData("{ \"\u65e5\u672c\": 1, \"x\": 2 }", "1:3", "1:12")]
    [InlineData("{ \"\ud83d\ude00\": 1,\n \"\ud83d\ude00x\": 1, \"x\": 2 }", "1:3", "2:2", "2:12")]
    public void Places_are_counted_as_editors_count(string text, params string[] places)
    {
        string[] unknown = [.. Parse(text).Mistakes.Where(mistake => mistake.Message.Contains("is unknown here", StringComparison.Ordinal)).Select(mistake => $"{mistake.Position.Line}:{mistake.Position.Column}")];
        Assert.Equal(places, unknown);
    }

    [Theory]
    [InlineData(Udp + "," + Udp, "", "there is an IPC process \"udp.a\" already", "UDP port 3435 of 127.0.0.1 is used already")]
    [InlineData(Net, """ "register": [ { "name": "net.a", "layer": "net" } ] """, "layer \"net\" would stand on itself: net.a is reached by \"net.a\" in \"net\"")]
    [InlineData(
        Net + """, { "name": "top.a", "type": "unicast", "bootstrap": { "layer": "top", "autobind": true, "insecure": true } }""",
        """ "register": [ { "name": "top", "layer": "net" }, { "name": "net", "layer": "top" } ] """,
        "layer \"net\" would stand on itself: net.a is reached by \"net\" in \"top\", which stands on \"net\"")]
    [InlineData(Net, """ "register": [ { "name": "x", "ipcp": "net.b" } ] """, "this stack makes no IPC process \"net.b\", did you mean \"net.a\"?")]
    [InlineData(Net, """ "bind": [ { "name": "x", "program": "/nowhere/x" } ] """, "there is no program \"/nowhere/x\"")]
    [InlineData(Net, """ "bind": [ { "name": "x" } ] """, "a binding is of either a \"program\" or an \"ipcp\"")]
    [InlineData(Udp, """ "bind": [ { "name": "x", "ipcp": "udp.a" } ] """, "udp.a is of type udp: a bearer accepts no flows")]
    [InlineData("""{ "name": "n", "type": "unicast", "bootstrap": { "layer": "net", "mps": 1100 } }""", "", "packets of 1100 bytes do not carry the handshakes of a secure layer")]
    [InlineData("""{ "name": "n", "type": "unicast", "bootstrap": { "layer": "net", "insecure": true, "ip": "::" } }""", "", "\"ip\" is unknown here")]
    [InlineData("""{ "name": "n", "type": "unicast", "bootstrap": { "layer": "net", "insecure": true, "routing": "lfaa", "ttl": 256 } }""", "", "\"ttl\" is the number 256: it must be a whole number from 1 to 255", "\"routing\" is \"lfaa\", did you mean \"lfa\"?")]
    [InlineData("""{ "name": "u", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "peer": ["a:b:c"], "map": "x" } }""", "", "'a:b:c' is not HOST[:PORT]", "'x' does not say where a name is")]
    [InlineData("""{ "name": "u", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "impair": "los=1%,delay=5" } }""", "", "'los=1%,delay=5' is no impairment: there is no 'los', did you mean 'loss'?; delay=5 is no time")]
    [InlineData("""{ "name": "u", "type": "udp", "enrol": { "layer": "ip", "insecure": true } }""", "", "a process of type udp cannot enrol")]
    [InlineData("""{ "name": "n", "type": "unicast", "enrol": { "layer": "net", "insecure": true }, "connect": [ { "dst": "n" }, { "dst": "m", "weight": "0" } ] }""", "", "n would be connected to itself", "\"0\" is no weight of a link")]
    [InlineData("""{ "name": "e", "type": "eth-dix" }""", "", "type \"eth-dix\" cannot be used yet")]
    public void What_cannot_be_meant_is_said(string ipcps, string rest, params string[] expected)
    {
        string[] messages = [.. Stack(ipcps, rest).Mistakes.Select(mistake => mistake.Message)];
        Assert.Equal(expected.Length, messages.Length);
        Assert.All(expected, sentence => Assert.Contains(messages, message => message.StartsWith(sentence, StringComparison.Ordinal)));
    }

    [Fact]
    public void Steps_come_in_an_order_in_which_they_can_be_done()
    {
        ConfigurationFile file = Stack(
            """
            { "name": "top.a", "type": "unicast", "bootstrap": { "layer": "top", "autobind": true, "insecure": true } },
            { "name": "net.b", "type": "unicast", "enrol": { "layer": "net", "insecure": true }, "connect": [ { "dst": "net.a" } ] },
            """ + Net + "," + Udp,
            """ "register": [ { "name": "top", "layer": "net" }, { "name": "net", "layer": "ip" } ], "bind": [ { "name": "b", "ipcp": "net.b" } ] """);
        Assert.Empty(file.Mistakes);
        Assert.Equal(
            [
                "IPC process udp.a of layer ip", "IPC process net.b", "IPC process net.a of layer net", "IPC process top.a of layer top",
                "binding of ipcp net.b to 'b'", "registration of 'top' in layer net", "registration of 'net' in layer ip",
                "enrolment of net.b through 'net'", "connection of net.b to 'net.a'",
            ],
            file.Stacks.Single().Steps.Select(step => step.Description));
    }

    [Fact]
    public void A_file_that_is_not_there_is_said()
    {
        ConfigurationFile file = ConfigurationFile.Read("/nonexistent/lamina.json");
        Assert.Equal("/nonexistent/lamina.json: there is no such file", Assert.Single(file.Mistakes).Describe(file.Path));
        Assert.Equal("/: this is a directory", Assert.Single(ConfigurationFile.Read("/").Mistakes).Describe("/"));
    }

    [Fact]
    public void The_example_of_the_documentation_is_valid()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(directory!.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        string document = System.IO.File.ReadAllText(Path.Combine(directory.FullName, "docs", "CONFIGURATION.md"));
        string example = document.Split("```jsonc")[1].Split("```")[0].Replace("/usr/bin/served", Programs.RealDaemon.LaminaFile, StringComparison.Ordinal);
        Assert.Empty(Parse(example).Mistakes);
    }

    private static ConfigurationFile Stack(string ipcps, string rest) =>
        Parse($$"""{ "stacks": [ { "name": "default", "ipcps": [ {{ipcps}} ], {{rest}} } ] }""".Replace(",  }", " }", StringComparison.Ordinal));

    private static ConfigurationFile Parse(string text) => ConfigurationFile.Parse("lab.json", Encoding.UTF8.GetBytes(text));
}
