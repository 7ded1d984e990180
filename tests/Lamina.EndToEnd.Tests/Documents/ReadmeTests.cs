using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>What the first page promises, typed as it stands there.</summary>
public class ReadmeTests
{
    private const string Left = "10.0.0.1";
    private const string Right = "10.0.0.2";

    [Fact]
    public async Task Two_hosts_ping_each_other()
    {
        Namespaces.Require();
        IReadOnlyList<DocumentedCommand> commands = Document.Read("README.md").Section("Two hosts");
        using var namespaces = new Namespaces();
        string left = namespaces.Add("l");
        string right = namespaces.Add("r");
        namespaces.Link(left, Left, right, Right);
        using var hostLeft = new Host(left);
        using var hostRight = new Host(right);
        await Task.WhenAll(hostLeft.StartDaemonAsync(), hostRight.StartDaemonAsync());

        CommandResult last = await Typist.TypeAsync(commands, host => host switch
        {
            Left => hostLeft,
            Right => hostRight,
            _ => throw new InvalidOperationException($"the README speaks of a third host, {host}"),
        });

        Assert.Contains("4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss", last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_shows_a_network_and_leaves_nothing()
    {
        using var host = new Host();
        CommandResult demo = (await host.RunAsync("demo", TimeSpan.FromSeconds(60))).MustSucceed();
        Assert.Contains("4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss", demo.Output, StringComparison.Ordinal);
        Assert.Contains("Message from client is Hello World!.", demo.Output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing leaked.\n", demo.Output, StringComparison.Ordinal);
        Assert.Equal("", demo.Error);
    }
}
