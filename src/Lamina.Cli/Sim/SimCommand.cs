using System.CommandLine;
using System.CommandLine.Parsing;
using Lamina.Cli.Grammar;
using Lamina.Cli.Sim.Transport;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli.Sim;

/// <summary>lamina sim [SCENARIO] [--seed N] [--members N] [--runs N] [--trace FILE] [--svg FILE] [--json]</summary>
internal static class SimCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> scenario = new("SCENARIO")
        {
            Description = "A scenario's name, or the path of a file; without one, the scenarios are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        scenario.Suggesting([.. ScenarioCatalogue.All.Select(entry => entry.Name)]);
        Option<ulong> seed = SeedOption.Create();
        Option<int?> members = new Option<int?>("--members") { Description = "Another number of members", HelpName = "N" }.Within(2, 2000);
        Option<int?> runs = new Option<int?>("--runs") { Description = "Runs the seeds N, N+1, ... and tells which failed", HelpName = "N" }
            .Within(1, 10_000_000);
        Option<string?> trace = new("--trace") { Description = "Writes every datagram to a pcapng file", HelpName = "FILE" };
        Option<string?> svg = new("--svg") { Description = "Draws the run's curves", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("sim", "Runs whole networks in virtual time. Example: lamina sim ring --seed 7 --trace ring.pcapng")
        {
            scenario, seed, members, runs, trace, svg, json, TransportCommand.Create(context),
        };
        command.Validators.Add(result => Examine(result, scenario, [seed, members, runs, trace, svg], runs, [trace, svg]));
        command.SetAction((result, cancel) =>
        {
            if (result.GetValue(scenario) is not { } word)
            {
                ScenarioList.Write(context, result.GetValue(json));
                return Task.FromResult(ExitCode.Ok);
            }

            SimPlan plan = new(word, result.GetValue(seed), result.GetValue(members), result.GetValue(json))
            {
                Trace = result.GetValue(trace),
                Svg = result.GetValue(svg),
            };
            Func<ulong, Scenario> make = ScenarioChoice.Find(plan);
            return Task.FromResult(result.GetValue(runs) is { } count
                ? new ManyRuns(context, plan, count).Run(make, cancel)
                : new SingleRun(context, plan).Run(make(plan.Seed), cancel));
        });
        return command;
    }

    private static void Examine(
        CommandResult result, Argument<string?> scenario, Option[] needScenario, Option<int?> runs, Option[] needSingleRun)
    {
        if (result.GetResult(scenario) is not { Tokens.Count: > 0 }
            && Array.Find(needScenario, option => IsGiven(result, option)) is { } early)
        {
            result.AddError($"SCENARIO is missing: {early.Name} says how to run one");
        }

        if (IsGiven(result, runs) && Array.Find(needSingleRun, option => IsGiven(result, option)) is { } single)
        {
            result.AddError($"{single.Name} shows one run, --runs makes many: first find the seed, then run it with {single.Name}");
        }
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
