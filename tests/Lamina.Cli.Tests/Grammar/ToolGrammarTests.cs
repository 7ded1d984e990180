using System.CommandLine;

namespace Lamina.Cli.Tests.Grammar;

/// <summary>The forms of commands that run for long: that they parse, and that their opposites do not.</summary>
public sealed class ToolGrammarTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("daemon --stack a --stack b")]
    [InlineData("status --json")]
    [InlineData("version")]
    [InlineData("ping oping")]
    [InlineData("ping oping -c 4 -i 0.2 -s 100 -q raw --json")]
    [InlineData("ping --listen --name oping")]
    [InlineData("echo hello words")]
    [InlineData("echo --listen --name hello")]
    [InlineData("perf p -t 2 -s 1000 -q data --uni --json")]
    [InlineData("perf p --bidir")]
    [InlineData("perf p --reverse")]
    [InlineData("perf --listen --name p")]
    [InlineData("nc big -q raw-no-errors")]
    [InlineData("nc --listen big")]
    public void Parses(string line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("ping")]
    [InlineData("ping --listen")]
    [InlineData("ping --listen oping")]
    [InlineData("ping oping --name x")]
    [InlineData("ping oping -c 0")]
    [InlineData("ping oping -i -1")]
    [InlineData("ping oping -s 10")]
    [InlineData("echo hello")]
    [InlineData("perf p --uni --reverse")]
    [InlineData("perf p -s 70000")]
    [InlineData("nc")]
    [InlineData("nc big --listen big")]
    public void Is_refused(string line) => Assert.NotEmpty(Parse(line).Errors);

    private static ParseResult Parse(string line) => LaminaCommand.Create(new TestCli().Context).Parse(line.Split(' '));
}
