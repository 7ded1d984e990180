using Lamina.Simulation.Transport;

namespace Lamina.Cli.Sim.Transport;

/// <summary>What was asked of `lamina sim transport`.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="Packets">Messages of a cell.</param>
/// <param name="Seed">Of every cell.</param>
/// <param name="Congestion">Policy of every layer.</param>
internal sealed record TransportPlan(IReadOnlyList<TransportCell> Cells, int Packets, ulong Seed, string Congestion)
{
    /// <summary>The command, but for what it prints.</summary>
    public string Describe(string filter) =>
        $"{LaminaCommand.Name} sim transport --cells \"{filter}\" --packets {Packets} --seed {Seed} --congestion {Congestion}";

    /// <summary>The command that repeats a cell and writes down what was sent.</summary>
    public string Replay(TransportCell cell) => $"{Describe(cell.Name)} --trace cell.pcapng";
}
