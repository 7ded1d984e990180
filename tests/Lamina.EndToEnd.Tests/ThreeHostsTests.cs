using System.Diagnostics;
using System.Security.Cryptography;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Real daemons on three hosts, set up with commands only.</summary>
public class ThreeHostsTests(ITestOutputHelper output)
{
    private const long Gigabyte = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Ping_from_a_reaches_a_server_on_c_through_b()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        RunningCommand server = hosts.C.Start("ping --listen --name oping");
        await server.WaitForOutputAsync("oping", Patience);
        await hosts.C.SetUpAsync("register oping --layer net");

        CommandResult ping = (await hosts.A.RunAsync("ping oping -c 4 -i 0.1")).MustSucceed();

        output.WriteLine(ping.ToString());
        Assert.Contains("4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss", ping.Output, StringComparison.Ordinal);
        string flowsOfB = (await hosts.B.RunAsync("flow list")).MustSucceed().Output;
        Assert.DoesNotContain("oping", flowsOfB, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_serves_is_not_found()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        CommandResult ping = await hosts.A.RunAsync("ping nobody -c 1");
        Assert.Equal(4, ping.ExitCode);
        Assert.Contains("nobody", ping.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ping.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_gigabyte_arrives_intact_over(int layers)
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        if (layers == 2)
        {
            await hosts.StackAsync();
        }

        RunningCommand receiver = hosts.C.Start("nc --listen big", binaryOutput: true);
        await receiver.WaitForOutputAsync("big", Patience);
        await hosts.C.SetUpAsync($"register big --layer {(layers == 1 ? "net" : "top")}");

        var clock = Stopwatch.StartNew();
        RunningCommand sender = hosts.A.Start("nc big -q data");
        Task<string> received = HashOfAsync(receiver.Process.StandardOutput.BaseStream);
        string sent = await SendAsync(sender.Process.StandardInput.BaseStream);
        (await sender.WaitAsync(TimeSpan.FromSeconds(240))).MustSucceed();

        Assert.Equal(sent, await received.WaitAsync(TimeSpan.FromSeconds(60)));
        (await receiver.WaitAsync(Patience)).MustSucceed();
        output.WriteLine($"1 GiB over {layers} layer(s): {clock.Elapsed.TotalSeconds:0.0} s, {Gigabyte * 8 / clock.Elapsed.TotalSeconds / 1e9:0.00} Gbit/s");
    }

    private static async Task<string> SendAsync(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = new Random(4711);
        byte[] block = new byte[1 << 20];
        for (long sent = 0; sent < Gigabyte; sent += block.Length)
        {
            random.NextBytes(block);
            hash.AppendData(block);
            await stream.WriteAsync(block);
        }

        stream.Close();
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task<string> HashOfAsync(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 20];
        for (int read; (read = await stream.ReadAsync(block)) > 0;)
        {
            hash.AppendData(block, 0, read);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
