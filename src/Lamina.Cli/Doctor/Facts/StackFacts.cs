using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Doctor.Facts;

/// <summary>What a stack says of itself.</summary>
/// <param name="Paths">Where it is.</param>
internal sealed record StackFacts(StackPaths Paths)
{
    /// <summary>Why it did not answer; null where it did.</summary>
    public string? Problem { get; init; }

    /// <summary>What it answered instead of its status; Ok where it did not.</summary>
    public Outcome Refusal { get; init; }

    /// <summary>Where nobody answered, or the system did not permit to ask.</summary>
    public DaemonUnreachableException? Unreachable { get; init; }

    /// <summary>True where its user named it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>True where its socket is there, answered or not.</summary>
    public bool HasSocket { get; init; }

    /// <summary>Null where it did not answer.</summary>
    public StatusReport? Status { get; init; }

    /// <summary>What its daemon says of its health; null where it did not.</summary>
    public HealthReport? Health { get; init; }

    public IReadOnlyList<NameEntry> Names { get; init; } = [];

    public IReadOnlyList<ProcessFacts> Processes { get; init; } = [];
}
