using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Sim;

public sealed class ManyRunsTests
{
    private readonly SimCli _cli = new();

    [Fact]
    public async Task Seeds_follow_each_other_and_a_total_is_said()
    {
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("ring", "--seed", "5", "--runs", "40"));
        Assert.Equal(Enumerable.Range(5, 40).Select(seed => (ulong)seed), _cli.Runs.Select(run => run.Seed).Order());
        Assert.Equal("ring: 40 runs from seed 5, 0 failed\n", _cli.Out);
        Assert.Equal("", _cli.Error);
    }

    [Fact]
    public async Task Failing_seeds_are_a_line_each_in_their_order()
    {
        _cli.Fails = seed => seed % 10 == 3 ? $"found at {seed}" : null;
        // The failing ones take longer, so the others overtake them.
        _cli.During = seed => Thread.SpinWait(seed % 10 == 3 ? 2_000_000 : 1);
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--runs", "30"));
        Assert.Equal(
            """
            seed 3: at 2.000000s, names are found: found at 3
            seed 13: at 2.000000s, names are found: found at 13
            seed 23: at 2.000000s, names are found: found at 23
            ring: 30 runs from seed 1, 3 failed

            """,
            _cli.Out);
        Assert.Equal("to see the first again: lamina sim ring --seed 3 --trace ring-3.pcapng\n", _cli.Error);
    }

    [Fact]
    public async Task A_violation_of_many_lines_is_one_line_here()
    {
        _cli.Fails = _ => "Exception: broken\n   at here";
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--runs", "1"));
        Assert.StartsWith("seed 1: at 2.000000s, names are found: Exception: broken\nring: 1 runs", _cli.Out);
    }

    [Fact]
    public async Task An_exception_fails_its_seed_and_no_other()
    {
        _cli.During = seed =>
        {
            if (seed == 2)
            {
                throw new InvalidOperationException("a machine broke");
            }
        };
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--runs", "4"));
        Assert.Equal(
            """
            seed 2: at 1.500000s, no exception escapes: InvalidOperationException: a machine broke
            ring: 4 runs from seed 1, 1 failed

            """,
            _cli.Out);
    }

    [Fact]
    public async Task Json_has_a_replay_for_each_failed_run()
    {
        _cli.Fails = seed => seed == 2 ? "lost" : null;
        Assert.Equal(ExitCode.Failure, await _cli.RunAsync("ring", "--runs", "3", "--json"));
        JsonObject document = JsonNode.Parse(_cli.Out)!.AsObject();
        Assert.Equal(64, document["traceHash"]!.GetValue<string>().Length);
        document.Remove("traceHash");
        Assert.Equal(
            """
            {"scenario":"ring","firstSeed":1,"runs":3,"failed":[{"seed":2,"violations":1,"invariant":"names are found","atSeconds":2,
            "text":"lost","replay":"lamina sim ring --seed 2 --trace ring-2.pcapng"}],"schema":"lamina.sim.runs/1"}
            """.ReplaceLineEndings(""),
            document.ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Interrupted_it_says_how_far_it_was(bool catchesExceptions)
    {
        _cli.CatchesExceptions = catchesExceptions;
        using CancellationTokenSource source = new();
        _cli.During = seed =>
        {
            if (seed == 20)
            {
                source.Cancel();
            }
        };
        Assert.Equal(ExitCode.Interrupted, await _cli.RunAsync(source.Token, "ring", "--runs", "1000000"));
        Assert.Matches("^ring: [0-9]+ runs from seed 1 of 1000000; interrupted, 0 failed\n$", _cli.Out);
    }

    [Fact]
    public async Task Progress_is_for_terminals_and_leaves_its_line()
    {
        _cli.HasErrorTerminal = true;
        _cli.Clock = new HurryingClock();
        Assert.Equal(ExitCode.Ok, await _cli.RunAsync("ring", "--runs", "3"));
        Assert.Matches("^\r1 of 3 runs, 0 failed\r2 of 3 runs, 0 failed\r3 of 3 runs, 0 failed\r {21}\r$", _cli.Error);
    }

    /// <summary>A second passes whenever somebody looks.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_seconds;
    }
}
