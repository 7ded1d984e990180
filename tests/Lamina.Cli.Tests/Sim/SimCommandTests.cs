using System.Text.Json.Nodes;
using System.Xml.Linq;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli.Tests.Sim;

public sealed class SimCommandTests : IDisposable
{
    private readonly SimCli _cli = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-sim-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Alone_it_lists_the_scenarios_with_a_sentence_each()
    {
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync());
        Assert.StartsWith("scenario    members  what it shows\n", _cli.Out);
        Assert.All(ScenarioCatalogue.All, entry => Assert.Contains($"{entry.Sentence}\n", _cli.Out));
        Assert.Empty(_cli.Runs);
    }

    [Fact]
    public async Task The_list_is_there_for_programs_too()
    {
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("--json"));
        JsonNode list = JsonNode.Parse(_cli.Out)!;
        Assert.Equal("lamina.scenarios/1", (string?)list["schema"]);
        Assert.Contains(list["scenarios"]!.AsArray(), entry => (string?)entry!["name"] == "ring");
    }

    [Fact]
    public async Task A_run_that_holds_ends_with_0_and_its_report()
    {
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("ring"));
        Assert.StartsWith("ring: seed 1, 10 members, 3 s of virtual time\n", _cli.Out);
        Assert.Contains("every invariant held\n", _cli.Out);
        Assert.Equal("", _cli.Error);
    }

    [Fact]
    public async Task Seed_and_members_reach_the_scenario()
    {
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("ring", "--seed", "18446744073709551615", "--members", "5"));
        (Scenario scenario, ulong seed) = Assert.Single(_cli.Runs);
        Assert.Equal((5, ulong.MaxValue), (scenario.Topology.Members, seed));
    }

    [Fact]
    public async Task A_run_that_does_not_hold_ends_with_1_and_the_line_that_replays_it()
    {
        _cli.Fails = _ => "m1 does not find m2";
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--seed", "7", "--members", "5"));
        Assert.Contains("2.000000s  names are found: m1 does not find m2\n", _cli.Out);
        Assert.Equal("to see it again: lamina sim ring --seed 7 --members 5 --trace ring-7.pcapng\n", _cli.Error);
    }

    [Fact]
    public async Task Json_is_the_report()
    {
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("ring", "--json"));
        JsonNode report = JsonNode.Parse(_cli.Out)!;
        Assert.Equal("lamina.sim/1", (string?)report["schema"]);
        Assert.True((bool)report["held"]!);
    }

    [Fact]
    public async Task Trace_and_plots_go_to_their_files_and_replace_what_was_there()
    {
        string trace = Fill("t.pcapng");
        string svg = Fill("p.svg");
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("ring", "--trace", trace, "--svg", svg));
        byte[] bytes = File.ReadAllBytes(trace);
        Assert.Equal([0x0A, 0x0D, 0x0D, 0x0A], bytes[..4]);
        Assert.True(bytes.AsSpan().IndexOf("lamina sim ring --seed 1 --trace"u8) > 0, "the comment says how to repeat the run");
        Assert.True(bytes.AsSpan().IndexOf("two"u8) > 0, "the datagrams are in it");
        Assert.Equal("svg", XDocument.Load(svg).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("--trace")]
    [InlineData("--svg")]
    public async Task A_file_that_cannot_be_written_is_said_before_the_run(string option)
    {
        string path = Path.Combine(_directory.FullName, "no", "such");
        Assert.Equal(ExitCode.Usage, await _cli.RunAsync("ring", option, path));
        Assert.StartsWith($"lamina: {path} cannot be written: ", _cli.Error);
        Assert.Empty(_cli.Runs);
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_with_a_sentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no device that is always full");
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--trace", "/dev/full"));
        Assert.StartsWith("lamina: /dev/full cannot be written: No space left on device", _cli.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Interrupted_it_says_where_and_leaves_a_whole_trace(bool catchesExceptions)
    {
        _cli.CatchesExceptions = catchesExceptions;
        using CancellationTokenSource source = new();
        _cli.During = _ => source.Cancel();
        string trace = Fill("t.pcapng");
        Assert.Equal(ExitCode.Interrupted, await _cli.RunAsync(source.Token, "ring", "--trace", trace));
        Assert.Equal($"interrupted at 1.500000s of virtual time, after 1 datagrams; {trace} has them\n", _cli.Error);
        byte[] bytes = File.ReadAllBytes(trace);
        Assert.True(bytes.AsSpan().IndexOf("one"u8) > 0, "what was sent is there");
        // The last block ends with its own length.
        int last = BitConverter.ToInt32(bytes, bytes.Length - 4);
        Assert.Equal(6, BitConverter.ToInt32(bytes, bytes.Length - last));
    }

    [Fact]
    public async Task A_fault_inside_is_said_with_the_line_that_replays_it()
    {
        _cli.During = _ => throw new InvalidOperationException("a machine broke");
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--seed", "3"));
        Assert.Equal(
            "lamina: a fault inside (InvalidOperationException) at 1.500000s of virtual time: a machine broke\n"
            + "  try: lamina sim ring --seed 3 --trace ring-3.pcapng\n",
            _cli.Error);
    }

    [Theory]
    [InlineData("rign", "there is no scenario 'rign', did you mean 'ring'?", "try: lamina sim ring\n")]
    [InlineData("zzzzzz", "there is no scenario 'zzzzzz'; there are line, ring,", "try: lamina sim\n")]
    [InlineData("./none.json", "there is no file ./none.json", "try: lamina sim\n")]
    public async Task What_is_no_scenario_is_answered_with_those_that_are(string word, string message, string hint)
    {
        Assert.Equal(ExitCode.Usage, await _cli.RunAsync(word));
        Assert.Contains(message, _cli.Error);
        Assert.EndsWith(hint, _cli.Error);
    }

    [Fact]
    public async Task All_mistakes_of_a_file_are_shown_with_their_places()
    {
        string path = Path.Combine(_directory.FullName, "s.json");
        File.WriteAllText(path, """{ "name": "x", "topology": { "kind": "star", "members": 1 }, "links": { "loss": 2 } }""");
        Assert.Equal(ExitCode.Usage, await _cli.RunAsync(path));
        Assert.StartsWith($"lamina: {path} has 3 mistakes:\n  $.", _cli.Error);
        Assert.Contains("\n  $.topology.kind: ", _cli.Error);
        Assert.Contains("\n  $.topology.members: ", _cli.Error);
        Assert.Contains("\n  $.links.loss: ", _cli.Error);
    }

    [Fact]
    public async Task A_directory_is_no_scenario()
    {
        Assert.Equal(ExitCode.Usage, await _cli.RunAsync(_directory.FullName));
        Assert.Contains("is a directory", _cli.Error);
    }

    [Theory]
    [InlineData("--seed 3", "SCENARIO is missing: --seed says how to run one")]
    [InlineData("ring --runs 2 --trace t.pcapng", "--trace shows one run, --runs makes many")]
    [InlineData("ring --runs 2 --svg p.svg", "--svg shows one run, --runs makes many")]
    [InlineData("ring --runs 0", "--runs 0: it must be from 1 to 10000000")]
    [InlineData("ring --members 1", "--members 1: it must be from 2 to 2000")]
    [InlineData("ring --seed -1", "--seed -1: it must be a whole number from 0 to 18446744073709551615")]
    [InlineData("ring --seed many", "--seed many: it must be a whole number from 0 to 18446744073709551615")]
    [InlineData("ring tree", "knows no command or argument 'tree'")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string line, string sentence)
    {
        Assert.Equal(ExitCode.Usage, await _cli.RunAsync(line.Split(' ')));
        Assert.Contains(sentence, _cli.Error);
        Assert.Empty(_cli.Runs);
    }

    private string Fill(string name)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, new string('x', 100_000));
        return path;
    }
}
