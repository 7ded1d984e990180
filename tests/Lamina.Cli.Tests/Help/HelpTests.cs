using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Help;

namespace Lamina.Cli.Tests.Help;

/// <summary>What the tree of commands says of itself; a command that is added must say it as well.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => new(All(Root).Where(command => !command.Hidden).Select(SymbolText.PathOf));

    private static Command Root => LaminaCommand.Create(new TestCli().Context);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_a_sentence_and_an_example_that_begins_with_it(string path)
    {
        TestCli cli = new();
        string[] words = path.Split(' ')[1..];
        Assert.Equal(ExitCode.Ok, await cli.RunAsync([.. words, "--help"]));
        Assert.Equal("", cli.Error);
        Command command = All(Root).Single(one => SymbolText.PathOf(one) == path);
        CommandText text = CommandText.Of(command);
        Assert.EndsWith(".", words.Length == 0 ? "." : text.Sentence);
        Assert.StartsWith($"{text.Sentence}\n\nUsage: {path} ", cli.Out);
        if (words.Length > 0)
        {
            Assert.Contains(path, text.Example);
            Assert.Contains($"\nExample: {text.Example}\n", cli.Out);
        }

        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description) && !option.Hidden, $"{path} {option.Name} says nothing"));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), $"{path} {argument.Name} says nothing"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Who_says_nothing_to_a_command_that_needs_arguments_gets_its_help(string path)
    {
        string[] words = path.Split(' ')[1..];
        if (words is ["bc", ..] || Root.Parse(words).Errors.Count == 0)
        {
            return;
        }

        TestCli alone = new();
        TestCli asking = new();
        Assert.Equal(ExitCode.Usage, await alone.RunAsync(words));
        await asking.RunAsync([.. words, "--help"]);
        Assert.Equal(asking.Out, alone.Out);
        Assert.Contains($"try: {path} --help", alone.Error);
    }

    [Fact]
    public async Task Who_says_half_of_it_gets_what_is_missing_alone()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync(["ipcp", "bootstrap", "x"]));
        Assert.Equal("", cli.Out);
        Assert.Contains("--layer", cli.Error);
    }

    [Fact]
    public async Task The_root_lists_its_commands_by_topic()
    {
        TestCli cli = new();
        await cli.RunAsync("--help");
        Assert.Contains("\n Begin\n  demo ", cli.Out);
        Assert.Contains("\n Use it\n  ping ", cli.Out);
        Assert.Contains("\n  invite ", cli.Out);
        Assert.Contains("\n  join ", cli.Out);
        Assert.DoesNotContain(Topics.Others, cli.Out);
    }

    [Fact]
    public void What_reads_can_say_it_as_json()
    {
        string[] reading = ["lamina status", "lamina layer-authority show", "lamina version", "lamina doctor", "lamina ipcp list", "lamina name list", "lamina flow list",
            "lamina show", "lamina ping", "lamina perf", "lamina echo", "lamina sim"];
        Assert.All(reading, path => Assert.Contains(
            All(Root).Single(command => SymbolText.PathOf(command) == path).Options, option => option.Name == "--json"));
    }

    [Theory]
    [InlineData("ipcp li --js", 2)]
    [InlineData("ipcp li --json", 0)]
    [InlineData("ip l", 0)]
    [InlineData("regi n --layer l", 0)]
    [InlineData("unr n --layer l", 0)]
    public async Task Keywords_may_be_shortened_and_options_may_not(string line, int code) =>
        Assert.Equal(code, await new TestCli().RunAsync(line));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
