using Lamina.Daemon.Hosting;

namespace Lamina.Daemon;

/// <summary>What a daemon runs.</summary>
public sealed record DaemonOptions
{
    /// <summary>Its stacks, at least one.</summary>
    public required IReadOnlyList<StackPaths> Stacks { get; init; }

    /// <summary>Opens a stack whose directory has been claimed.</summary>
    public required Func<StackPaths, ValueTask<IHostedStack>> OpenStack { get; init; }

    /// <summary>Where it says that it is ready.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where it warns.</summary>
    public required TextWriter Error { get; init; }
}
