using Lamina.Cli.Rendering;
using Lamina.Cli.Tools;
using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli;

/// <summary>The world around a command: streams, environment, and how stacks are reached. Tests and the demo bring their own.</summary>
public sealed record CliContext
{
    /// <summary>Data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Emphasis for <see cref="Out"/>.</summary>
    public Style Style { get; init; }

    /// <summary>True where <see cref="Error"/> is a terminal on which a line may be written again: progress is shown.</summary>
    public bool HasErrorTerminal { get; init; }

    /// <summary>True where standard output is a terminal: bytes are not written to it.</summary>
    public bool HasOutputTerminal { get; init; }

    /// <summary>The time for people: how often progress is told.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>Where stacks have their sockets.</summary>
    public required string RuntimeDirectory { get; init; }

    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    public Func<Stream> OpenOutput { get; init; } = () => Stream.Null;

    /// <summary>Management of a stack.</summary>
    public Func<StackPaths, IStackControl> OpenControl { get; init; } = stack => new ControlClient(stack.ControlSocket);

    /// <summary>A stack to make flows in.</summary>
    public Func<StackPaths, Task<StackLease>> OpenStack { get; init; } =
        async stack => new StackLease(await NetworkStack.OpenAsync(stack.Directory), IsOwned: true);

    /// <summary>Runs a scenario with a seed; the tap sees every datagram.</summary>
    public Func<Scenario, ulong, IPacketTap, RunReport> Simulate { get; init; } =
        (scenario, seed, tap) => new ScenarioRunner(scenario, seed, tap).Run();

    /// <summary>The process's own.</summary>
    public static CliContext ForProcess() => new()
    {
        Out = OutputStream.OpenText(),
        Error = ErrorWriter.Open(),
        Style = Style.For(!Console.IsOutputRedirected, System.Environment.GetEnvironmentVariable),
        HasOutputTerminal = !Console.IsOutputRedirected,
        HasErrorTerminal = !Console.IsErrorRedirected && System.Environment.GetEnvironmentVariable("TERM") is not "dumb",
        RuntimeDirectory = Node.RuntimeDirectory.Default,
        Environment = System.Environment.GetEnvironmentVariable,
        OpenInput = Console.OpenStandardInput,
        OpenOutput = OutputStream.Open,
    };
}
