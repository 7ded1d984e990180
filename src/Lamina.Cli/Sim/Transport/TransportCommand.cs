using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Core;
using Lamina.Simulation.Transport;

namespace Lamina.Cli.Sim.Transport;

/// <summary>lamina sim transport [--cells FILTER] [--packets N] [--seed N] [--congestion P] [--out FILE] [--trace FILE] [--json]</summary>
internal static class TransportCommand
{
    private const int DefaultPackets = 100_000;

    public static Command Create(CliContext context)
    {
        Option<string> cells = new("--cells")
        {
            Description = "Which cells: all, few (twelve), or words with commas, as 1%,clean,20ms,depth1; several with semicolons",
            HelpName = "FILTER",
            DefaultValueFactory = _ => "all",
        };
        cells.Suggesting([.. TransportGrid.Words, "all", "few"]);
        Option<int> packets = new Option<int>("--packets")
        {
            Description = "Messages of a cell",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultPackets,
        }.Within(10, 10_000_000);
        Option<ulong> seed = SeedOption.Create();
        Option<string> congestion = new("--congestion")
        {
            Description = "Congestion policy of every layer",
            HelpName = "P",
            DefaultValueFactory = _ => "delay",
        };
        Option<string?> file = new("--out") { Description = "Writes the table to a file", HelpName = "FILE" };
        Option<string?> trace = new("--trace") { Description = "Writes every datagram of one cell to a pcapng file", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "transport",
            "Measures reliable flows over bad links: loss, faults, round trips, depths; in virtual time, so equal code gives equal figures. "
            + "Example: lamina sim transport --cells 1%,20ms,depth1 --packets 100000")
        {
            cells, packets, seed, congestion, file, trace, json,
        };
        command.SetAction((result, cancel) =>
        {
            IReadOnlyList<TransportCell> chosen = Find(result.GetRequiredValue(cells));
            TransportPlan plan = new(chosen, result.GetValue(packets), result.GetValue(seed), result.GetRequiredValue(congestion));
            if (result.GetValue(trace) is not null && chosen.Count > 1)
            {
                throw new CommandException(ExitCode.Usage, $"--trace shows one cell, and these are {chosen.Count}", plan.Replay(chosen[0]));
            }

            return Task.FromResult(new TransportRuns(context, plan).Run(
                result.GetRequiredValue(cells), result.GetValue(file), result.GetValue(trace), result.GetValue(json), cancel));
        });
        return command;
    }

    private static IReadOnlyList<TransportCell> Find(string filter)
    {
        IReadOnlyList<TransportCell> chosen = TransportGrid.Select(filter);
        if (chosen.Count > 0)
        {
            return chosen;
        }

        IEnumerable<string> words = filter.Split(',', ';').Select(word => word.Trim());
        string[] known = [.. TransportGrid.Words, "all", "few"];
        string problem = words.FirstOrDefault(word => !known.Contains(word)) is { } unknown
            ? $"'{unknown}' names no cell{Suggestion.Ask(unknown, known)}"
            : $"no cell is all of '{filter}'";
        throw new CommandException(ExitCode.Usage, problem, $"there are {string.Join(", ", known)}");
    }
}
