namespace Lamina.Cli.Tests.Control;

public sealed class ImpairTests
{
    [Fact]
    public async Task The_words_go_to_the_daemon_as_they_are()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("ipcp impair udp.a loss=5%,delay=20ms"));
        Assert.StartsWith("impair udp.a", cli.Stack.LastCall, StringComparison.Ordinal);
        Assert.Contains("loss=5%,delay=20ms", cli.Stack.LastCall, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("ipcp bootstrap udp.a --type udp --layer ip --ip 127.0.0.1 --impair loss=5%"));
        Assert.Contains("loss=5%", cli.Stack.LastCall, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_word_is_said()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("ipcp impair udp.a"));
        Assert.Contains("IMPAIRMENT is missing", cli.Error, StringComparison.Ordinal);
    }
}
