namespace Lamina.Cli.Tests.Control;

public sealed class CapacityTests
{
    [Fact]
    public async Task Rates_go_to_the_daemon_as_they_are()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("ipcp connect u --dst d --capacity 9mbit"));
        Assert.Contains("\"capacity\":\"9mbit\"", cli.Stack.LastCall, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("ipcp bootstrap udp.a --type udp --layer ip --ip 127.0.0.1 --capacity 1.5gbit"));
        Assert.Contains("\"capacity\":\"1.5gbit\"", cli.Stack.LastCall, StringComparison.Ordinal);
    }
}
