using Lamina.Core;

namespace Lamina.Simulation.Scenarios;

/// <summary>
/// What programs do while the scenario's time runs: they begin spread over it, between pairs of members by chance, each by
/// the name of the other side. Counts are for the whole run.
/// </summary>
public sealed record Workload
{
    /// <summary>Flows that are allocated, pinged and closed; default 20.</summary>
    public int Pings { get; init; } = 20;

    /// <summary>Reliable transfers; default 4.</summary>
    public int Transfers { get; init; } = 4;

    /// <summary>Bytes of a transfer; default 50 000.</summary>
    public int TransferBytes { get; init; } = 50_000;

    /// <summary>True: receivers of transfers send as many bytes back on the same flow, at the same time; default false.</summary>
    public bool BothWays { get; init; }

    /// <summary>True: before anything happens, every member is once asked for by name and asks once itself; default false.</summary>
    public bool PingsEverybody { get; init; }

    /// <summary>Nothing begins later than this before the end; default 5 s.</summary>
    public Duration Rest { get; init; } = Duration.FromSeconds(5);
}
