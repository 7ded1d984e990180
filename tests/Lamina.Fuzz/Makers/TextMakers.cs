using System.Text;
using System.Text.Json.Nodes;
using Lamina.Core;

namespace Lamina.Fuzz.Makers;

/// <summary>Texts that are read: JSON of the words that are known, with values of any kind, and the small languages of commands.</summary>
internal static class TextMakers
{
    private static readonly string[] Words =
    [
        "default", "udp", "unicast", "local", "net", "ip", "10.0.0.1", "::1", "all", "raw", "data", "20ms", "1%", "9mbit", "delay=20ms,loss=1%",
        "dht", "one-hop", "link-state", "program", "process", "/usr/bin/served", "lamina.config/1", "", "\u0000", "\u202e", "1,video=2,voice=3",
    ];

    private static readonly string[] Impairments =
    [
        "delay=20ms", "jitter=2ms", "loss=1%", "burst=10%/5", "reorder=2%/5ms", "duplicate=1%", "corrupt=0.1%", "rate=100mbit", "queue=256k", "mtu=1400",
        "outage=1s/10s", "way=in", "seed=7", "off", "delay=99999999999999999999s", "loss=NaN", "rate=-1",
    ];

    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("text: name", random => Encoding.UTF8.GetBytes(random.Name().Value)),
        new("text: hosts file", random => Encoding.UTF8.GetBytes(string.Join(
            '\n', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => $"{random.OneOf("10.0.0.1", "::1", "fe80::1%2", "1.2.3")} {HexHash(random)} # x")
                .Append($"10.0.0.1 {HexHash(random)}")))),
        new("text: impairment", random => Encoding.UTF8.GetBytes(random.OneOf("delay=20ms", "loss=1%") + Tail(random))),
        new("text: configuration", random => Bytes(Configuration(random))),
        new("control: create", random => Bytes(new JsonObject { ["name"] = Word(random), ["type"] = Word(random) })),
        new("control: bootstrap", random => Bytes(new JsonObject
        {
            ["layer"] = Word(random),
            ["type"] = Word(random),
            ["autobind"] = random.Coin(),
            ["udp"] = random.Coin() ? null : new JsonObject { ["ip"] = Word(random), ["port"] = random.Next(70_000), ["peers"] = WordList(random) },
            ["unicast"] = random.Coin() ? null : new JsonObject { ["addressSize"] = random.Next(9), ["hash"] = Word(random), ["mps"] = random.Next(70_000) },
        })),
        new("control: enrol", random => Bytes(new JsonObject { ["destination"] = Word(random), ["type"] = Word(random), ["insecure"] = random.Coin() })),
        new("control: connect", random => Bytes(new JsonObject { ["destination"] = Word(random), ["component"] = Word(random), ["weight"] = Word(random) })),
        new("control: impair", random => Bytes(new JsonObject { ["impairment"] = random.OneOf(Impairments) })),
        new("control: binding", random => Bytes(new JsonObject { ["kind"] = Word(random), ["subject"] = Word(random), ["name"] = Word(random), ["arguments"] = WordList(random) })),
        new("control: registration", random => Bytes(new JsonObject { ["name"] = Word(random), ["layers"] = WordList(random), ["ipcps"] = WordList(random) })),
        new("control: trace", random => Bytes(new JsonObject { ["name"] = Word(random), ["qos"] = Word(random) })),
    ];

    private static JsonObject Configuration(SeededRandom random)
    {
        int number = random.Next(1000);
        var udp = new JsonObject
        {
            ["name"] = "udp.b",
            ["type"] = "udp",
            ["bootstrap"] = new JsonObject { ["layer"] = "ip", ["ip"] = "10.0.0.2", ["port"] = 3435 + number, ["peer"] = new JsonArray("10.0.0.1") },
        };
        var unicast = new JsonObject
        {
            ["name"] = $"net.{number}",
            ["type"] = "unicast",
            ["enrol"] = new JsonObject { ["layer"] = "net", ["autobind"] = random.Coin(), ["insecure"] = true },
            ["connect"] = new JsonArray(new JsonObject { ["dst"] = "net.a", ["weight"] = "3,video=4" }),
        };
        return new JsonObject
        {
            ["stacks"] = new JsonArray(new JsonObject
            {
                ["name"] = $"stack{number}",
                ["ipcps"] = new JsonArray(udp, unicast),
                ["bind"] = new JsonArray(new JsonObject { ["name"] = "served", ["program"] = "/bin/sh", ["auto"] = true, ["arguments"] = new JsonArray("--quiet") }),
                ["register"] = new JsonArray(new JsonObject { ["name"] = "served", ["layer"] = new JsonArray("net") }),
            }),
        };
    }

    private static string Tail(SeededRandom random)
    {
        var words = new List<string>();
        foreach (string word in (string[])["jitter=2ms", "duplicate=1%", "corrupt=0.1%", "rate=100mbit", "mtu=1400", "seed=7"])
        {
            if (random.Coin())
            {
                words.Add("," + word);
            }
        }

        return string.Concat(words);
    }

    private static string HexHash(SeededRandom random) => Convert.ToHexString(random.Bytes(16, 16));

    private static string Word(SeededRandom random) => random.Coin() ? random.OneOf(Words) : random.Text(40);

    private static JsonArray WordList(SeededRandom random) => new([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)Word(random))]);

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
