using System.Text.Json.Nodes;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>Two links between the same hosts.</summary>
public class TwoLinksTests(ITestOutputHelper output)
{
    private const long Bytes = 400L << 20;

    [Fact]
    public async Task One_is_cut_under_a_transfer_and_the_flow_survives_with_every_byte()
    {
        Namespaces.Require();
        using TwoLinks hosts = await TwoLinks.StartAsync();
        RunningCommand server = await TwoLinks.ServeAsync(hosts.A, "perf --listen --name operf", "operf");
        Assert.Equal(4, (await hosts.B.RunAsync("show net.b adjacencies")).MustSucceed().Output.Split(" up ").Length - 1);

        RunningCommand client = hosts.B.Start($"perf operf --bytes {Bytes >> 20}M -s 32768 --json");
        await WaitForTrafficAsync(hosts.B);
        // The youngest adjacency carries the packets.
        hosts.Cut(2);
        CommandResult ended = (await client.WaitAsync(TimeSpan.FromSeconds(240))).MustSucceed();

        JsonNode report = JsonNode.Parse(ended.Output)!["reports"]![0]!;
        output.WriteLine(ended.Output);
        Assert.True((bool)report["isIntact"]!);
        Assert.Equal(Bytes, (long)report["bytes"]!);

        // Within 1.3 s on a machine of its own; the least is what the doubt takes.
        Assert.InRange((double)report["longestGapSeconds"]!, 0.3, 30);
        await server.WaitForOutputAsync("longest gap", TimeSpan.FromSeconds(30));
    }

    private static async Task WaitForTrafficAsync(Host host)
    {
        for (int i = 0; i < 600; i++)
        {
            JsonArray flows = JsonNode.Parse((await host.RunAsync("flow list --json")).MustSucceed().Output)!["flows"]!.AsArray();
            if (flows.Any(flow => (string?)flow!["name"] == "operf" && (long)flow["sentPackets"]! > 5000))
            {
                return;
            }
        }

        Assert.Fail("the transfer did not begin");
    }
}
