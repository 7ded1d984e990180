using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Completion;

/// <summary>What may come next on a line.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("st", "status")]
    [InlineData("ipcp b", "bootstrap")]
    [InlineData("ip b", "bootstrap")]
    [InlineData("ipcp list --la", "--layer")]
    [InlineData("ipcp list --layer x --la", "")]
    [InlineData("register n --layer x --la", "--layer")]
    [InlineData("ipcp create u --type u", "udp unicast")]
    [InlineData("ping x -q vo", "voice")]
    [InlineData("ping x --qos=vo", "--qos=voice")]
    [InlineData("show uni1 r", "routes")]
    [InlineData("show u", "uni1 udp1")]
    [InlineData("register x --layer n", "net")]
    [InlineData("--stack lab register x --layer n", "net")]
    [InlineData("ping o", "oping")]
    [InlineData("ping oping x", "")]
    [InlineData("sim r", "random recursion ring")]
    [InlineData("sim tr", "transport tree")]
    [InlineData("sim transport --cells f", "few")]
    [InlineData("completion z", "zsh")]
    [InlineData("bind program x", ":files")]
    [InlineData("sim ring --trace x", ":files")]
    [InlineData("man x", ":directories")]
    [InlineData("compl", "completion")]
    [InlineData("ipcp bootstrap u --routing l", "lfa link-state")]
    [InlineData("nonsense foo b", "")]
    public async Task Words_that_fit_are_offered(string line, string expected)
    {
        TestCli cli = new();
        cli.Stack.Ipcps.Add(new IpcpEntry("uni1", "unicast", "net", "operational", true, 0));
        cli.Stack.Ipcps.Add(new IpcpEntry("udp1", "udp", "ip", "operational", true, 0));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync(["complete", "--", .. line.Split(' ')]));
        Assert.Equal(expected, string.Join(' ', WordsOf(cli.Out)));
        Assert.Equal("", cli.Error);
    }

    [Fact]
    public async Task Nothing_typed_offers_every_command_with_its_sentence_but_none_that_is_refused()
    {
        TestCli cli = new();
        await cli.RunAsync(["complete", "--", ""]);
        Assert.Contains("ping\tMeasures round trips to a name.\n", cli.Out);
        Assert.Contains("\ninvite\tPrints a ticket", cli.Out);
        Assert.DoesNotContain("\nbc\t", cli.Out);
        Assert.DoesNotContain("complete\t", cli.Out);
    }

    [Fact]
    public async Task Without_a_daemon_there_is_silence()
    {
        TestCli cli = new() { OpenControl = paths => new ControlClient(paths.ControlSocket) };
        Assert.Equal(ExitCode.Ok, await cli.RunAsync(["complete", "--", "show", ""]));
        Assert.Equal("", cli.Out + cli.Error);
    }

    [Fact]
    public async Task A_fault_is_no_message_in_the_middle_of_a_line()
    {
        TestCli cli = new() { OpenControl = _ => throw new InvalidOperationException("broken") };
        Assert.Equal(ExitCode.Ok, await cli.RunAsync(["complete", "--", "show", ""]));
        Assert.Equal("", cli.Out + cli.Error);
    }

    [Theory]
    [InlineData("bash", "complete -F _lamina lamina")]
    [InlineData("zsh", "#compdef lamina")]
    [InlineData("fish", "complete -c lamina")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName lamina")]
    public async Task Each_shell_has_a_script_that_asks_the_program(string shell, string line)
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync($"completion {shell}"));
        Assert.Contains(line, cli.Out);
        Assert.Contains("complete", cli.Out);
        Assert.Contains("--", cli.Out);
    }

    private static IEnumerable<string> WordsOf(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]);
}
